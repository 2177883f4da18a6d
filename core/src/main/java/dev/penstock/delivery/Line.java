package dev.penstock.delivery;

import dev.penstock.buffer.Lane;
import dev.penstock.buffer.WaitingBatch;
import dev.penstock.health.Health;
import dev.penstock.health.LastOutcomes;
import dev.penstock.ledger.Account;
import dev.penstock.ledger.DropReason;
import dev.penstock.transport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's way to the backend: what is sent next, when, and what the answer means for it.
 *
 * <p>At most one request is in flight, so entries of a stream arrive in order; and each tenant has its own line, so that
 * one whose token is wrong does not hold up the others. Not thread-safe.
 */
final class Line {

    /** So often a parcel must fail with 500 before it is suspected of holding poison. */
    private static final int FAILURES_OF_POISON = 3;

    /** A pause after which memory may be there again. */
    private static final long AFTER_ERROR_NANOS = 1_000_000_000L;

    /** The longest pause once time is short. */
    private static final long HURRIED_PAUSE_NANOS = 500_000_000L;

    /** How long it is remembered how much the backend takes at once. */
    private static final long SIZE_REMEMBERED_NANOS = 600_000_000_000L;

    private static final int INTERNAL_SERVER_ERROR = 500;

    private final Lane lane;
    private final DeliveryContext context;
    private final RetryPolicy policy;
    private final Account account;
    private final Pace pace;
    private final Packer packer;

    /** What failures of this line begin with, as kinds of trouble. */
    private final String source;

    private @Nullable Parcel parcel;
    private @Nullable Isolation isolation;

    /** What the isolation holds in memory, reserved in the budget. */
    private long opened;

    /** Records of the parcel that the isolation has delivered or rejected. */
    private int decided;

    /** What was said of the bad records of the parcel last. */
    private @Nullable Outcome refusal;

    private int failures;
    private int poisonings;
    private int poisoningsAllowed = FAILURES_OF_POISON;
    private boolean waits;
    private long notBefore;
    private boolean hurried;
    private int sizeRefused = Integer.MAX_VALUE;
    private long sizeRefusedAt;

    Line(Lane lane, DeliveryContext context, boolean hurried) {
        this.lane = lane;
        this.context = context;
        this.hurried = hurried;
        policy = context.policy();
        account = context.ledger().account(lane.tenant());
        pace = new Pace(
                context.settings().minBackoff().toNanos(),
                context.settings().maxBackoff().toNanos());
        source = "delivery" + tenant() + ": ";
        packer = new Packer(lane, context, source);
    }

    Lane lane() {
        return lane;
    }

    /** How long until something can be sent; {@link Long#MAX_VALUE} when there is nothing to send. */
    long nanosUntilReady(long now) {
        if (parcel == null && !packer.hasMore()) {
            return Long.MAX_VALUE;
        }
        return waits ? Math.max(0, notBefore - now) : 0;
    }

    /** Tries at once. */
    void nudge() {
        waits = false;
    }

    /** Tries at once, and from now on pauses for half a second at most. */
    void hurry() {
        hurried = true;
        nudge();
    }

    private void pause(long nanos) {
        waits = nanos > 0;
        notBefore = context.nanoClock().getAsLong() + (hurried ? Math.min(nanos, HURRIED_PAUSE_NANOS) : nanos);
    }

    /** Something went wrong that nobody expected, most likely memory. */
    void brokeOff() {
        pause(AFTER_ERROR_NANOS);
    }

    /** What to send now; null when it came to nothing, as when a batch could not be read from disk. */
    @Nullable Shipment next() {
        Parcel packed = parcel == null ? packer.pack() : parcel;
        parcel = packed;
        if (packed == null) {
            if (packer.takeUnreadable()) {
                brokeOff();
            }
            return null;
        }
        divideIfTooLarge(packed);
        byte @Nullable [] body = packed.body();
        if (isolation != null) {
            body = isolation.next();
            countRejected(packed, isolation);
        }
        if (body == null) {
            int lost = packed.records() - decided;
            if (lost > 0) {
                // Should not be; but nothing goes uncounted, nor unsaid.
                account.dropped(DropReason.INTERNAL_ERROR, lost, bytesOf(packed, lost));
                sayLost(packed, lost);
            }
            finish(packed);
            return null;
        }
        if (failures > 0) {
            account.retried();
        }
        return new Shipment(this, body, lane.tenant(), failures);
    }

    private void divideIfTooLarge(Parcel packed) {
        if (isolation != null || packed.body().length < sizeRefused) {
            return;
        }
        if (context.nanoClock().getAsLong() - sizeRefusedAt > SIZE_REMEMBERED_NANOS) {
            sizeRefused = Integer.MAX_VALUE;
        } else if (packed.records() > 1) {
            isolate(packed, Isolation.Cause.TOO_LARGE);
        }
    }

    /** What came of the body that {@link #next} gave. */
    void answered(byte[] body, Outcome outcome) {
        Parcel sent = parcel;
        if (sent == null) {
            throw new IllegalStateException("nothing was sent");
        }
        failures++;
        if (RetryPolicy.isTooMany(outcome)) {
            pace.refused();
        }
        Verdict verdict = policy.decide(
                outcome, failures, pace.bound(), context.wallClock().instant());
        if (verdict instanceof Verdict.Retry retry) {
            failed(sent, body, outcome, retry.delayNanos());
            return;
        }
        failures = 0;
        poisonings = 0;
        // Before anything is settled: whoever waits for that must not find a trouble that is over.
        context.troubles().off(source);
        if (verdict instanceof Verdict.Delivered) {
            delivered(sent, body, outcome);
        } else {
            refused(sent, body, outcome, verdict);
        }
    }

    private void delivered(Parcel sent, byte[] body, Outcome outcome) {
        poisoningsAllowed = FAILURES_OF_POISON;
        if (body.length >= sizeRefused) {
            sizeRefused = Integer.MAX_VALUE;
        }
        pace.passed();
        pause(pace.gap(context.random()));
        if (settle(sent, body, outcome)) {
            context.diagnostics()
                    .recovered(source, "delivering to " + context.settings().displayUrl() + " again" + tenant());
        }
    }

    /**
     * Counts what was answered for good: all as delivered, or as many as the receiver says it has written, and the rest as
     * rejected.
     *
     * @return whether all were delivered
     */
    private boolean settle(Parcel sent, byte[] body, Outcome outcome) {
        int records = isolation == null ? sent.records() : isolation.records();
        int written = written(outcome, records);
        if (written > 0) {
            context.last().succeeded(context.wallClock().instant());
            account.delivered(written, body.length);
        }
        if (written < records) {
            refusal = outcome;
            reject(sent, records - written);
        }
        if (isolation == null) {
            finish(sent);
        } else {
            decided += records;
            isolation.passed();
        }
        return written == records;
    }

    private int written(Outcome outcome, int records) {
        if (!(outcome instanceof Outcome.Answered answer)) {
            return 0;
        }
        Outcome.Written said = answer.written();
        if (said != null) {
            return (int) Math.min(records, said.records());
        }
        return context.receiver().kind(outcome) == RetryPolicy.FailureKind.NONE ? records : 0;
    }

    private static boolean isForPeople(Outcome outcome) {
        return outcome instanceof Outcome.Answered answer
                ? Receiver.isForPeople(answer.status())
                : Remedies.isForPeople(outcome);
    }

    private void failed(Parcel sent, byte[] body, Outcome outcome, long delay) {
        say(outcome, "", "will try again until maxAge");
        String reason = context.settings().displayUrl() + tenant() + ": " + Remedies.describe(outcome);
        context.troubles().on(source, isForPeople(outcome) ? Health.down(reason) : Health.degraded(reason));
        if (context.receiver().ignoresRepeats()
                && outcome instanceof Outcome.Answered answer
                && answer.status() == INTERNAL_SERVER_ERROR) {
            // Should a record be to blame, it is dropped after others have passed, and these were the words on it.
            refusal = outcome;
            hunt(sent);
        } else {
            poisonings = 0;
        }
        if (RetryPolicy.isTooMany(outcome) && RateLimit.isExceededAlone(outcome)) {
            divideForRate(sent, body);
        }
        // The hunt may have put another parcel in its place.
        Parcel now = parcel == null ? sent : parcel;
        if (isolation != null && decided == 0 && leftOf(now.oldest()) <= 0) {
            endIsolation();
        }
        long left = leftOf(isolation == null ? now.oldest() : now.youngest());
        if (left <= 0) {
            expire(now);
        }
        pause(left <= 0 ? delay : Math.min(delay, left));
    }

    /** A backend that limits bytes takes no request larger than its limit, however long one waits; but smaller ones. */
    private void divideForRate(Parcel sent, byte[] body) {
        if (isolation != null) {
            if (isolation.records() > 1) {
                isolation.tooLarge();
            }
        } else if (sent.records() > 1) {
            sizeRefused = Math.min(sizeRefused, body.length);
            sizeRefusedAt = context.nanoClock().getAsLong();
            boolean unused = isolate(sent, Isolation.Cause.TOO_LARGE);
        }
    }

    private long leftOf(WaitingBatch batch) {
        return context.maxAgeNanos() - (context.nanoClock().getAsLong() - batch.closedAt());
    }

    private void expire(Parcel sent) {
        int expired;
        if (isolation == null) {
            parcel = null;
            expired = packer.dropExpired(sent);
        } else {
            expired = sent.records() - decided;
            account.dropped(DropReason.EXPIRED, expired, bytesOf(sent, expired));
            finish(sent);
        }
        if (!packer.hasMore()) {
            context.troubles().off(source);
        }
        context.diagnostics()
                .trouble(
                        source + "expired",
                        context.settings().displayUrl() + tenant() + ": dropped " + expired + " "
                                + context.receiver().records() + " as " + DropReason.EXPIRED.label()
                                + ", for they could not be delivered before maxAge."
                                + " What to do: see what was said before, or raise maxAge");
    }

    /** The parcel fails with 500 again and again: perhaps a record in it is to blame. */
    private void hunt(Parcel sent) {
        if (isolation != null) {
            if (!isolation.failed()) {
                // Nothing of it passes: it is the backend. The next hunt comes later.
                endIsolation();
                poisonings = 0;
                poisoningsAllowed = Math.min(1 << 20, 2 * poisoningsAllowed);
            }
            return;
        }
        if (++poisonings < poisoningsAllowed) {
            return;
        }
        poisonings = 0;
        // A single record proves nothing: only if others pass, it is to blame.
        Parcel hunted = sent.records() > 1 ? sent : packer.withTheNext(sent);
        parcel = hunted;
        if (hunted.records() > 1) {
            isolate(hunted, Isolation.Cause.POISON);
        }
    }

    private void refused(Parcel sent, byte[] body, Outcome outcome, Verdict verdict) {
        boolean tooLarge = verdict instanceof Verdict.Halve;
        if (tooLarge && (isolation == null ? sent.records() : isolation.records()) > 1) {
            sizeRefused = Math.min(sizeRefused, body.length);
            sizeRefusedAt = context.nanoClock().getAsLong();
        }
        refusal = outcome;
        if (verdict instanceof Verdict.Reject
                && (isolation == null || !context.receiver().ignoresRepeats())) {
            if (isForPeople(outcome)) {
                context.troubles()
                        .on(
                                source,
                                Health.down(context.settings().displayUrl() + tenant() + ": "
                                        + Remedies.describe(outcome)));
            }
            boolean unused = settle(sent, body, outcome);
            return;
        }
        if (isolation != null) {
            if (tooLarge) {
                isolation.tooLarge();
            } else {
                isolation.refused();
            }
            countRejected(sent, isolation);
            return;
        }
        if (sent.records() == 1 || !isolate(sent, tooLarge ? Isolation.Cause.TOO_LARGE : Isolation.Cause.REFUSED)) {
            account.dropped(DropReason.REJECTED, sent.records(), sent.body().length);
            finish(sent);
            sayRejected(outcome, sent, sent.records());
        } else if (tooLarge) {
            say(
                    outcome,
                    " divided",
                    "sending the " + sent.records() + " " + context.receiver().records() + " in smaller requests");
        }
    }

    /** False when the parcel cannot be opened. */
    private boolean isolate(Parcel sent, Isolation.Cause cause) {
        decided = 0;
        try {
            isolation = new Isolation(
                    context.format().open(sent.body()),
                    cause,
                    sizeRefused,
                    context.wallClock().instant());
            opened = context.format().uncompressedSize(sent.body());
            context.budget().reserve(opened);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void countRejected(Parcel sent, Isolation begun) {
        int rejected = begun.takeRejected();
        if (rejected > 0) {
            decided += rejected;
            reject(sent, rejected);
        }
    }

    private void reject(Parcel sent, int records) {
        account.dropped(DropReason.REJECTED, records, bytesOf(sent, records));
        sayRejected(refusal == null ? new Outcome.Answered(INTERNAL_SERVER_ERROR, "", null) : refusal, sent, records);
    }

    private void sayRejected(Outcome why, Parcel sent, int records) {
        say(
                why,
                " dropped",
                "dropped " + records + (records == sent.records() ? "" : " of " + sent.records()) + " "
                        + context.receiver().records() + " as " + DropReason.REJECTED.label());
    }

    private void sayLost(Parcel sent, int records) {
        context.diagnostics()
                .trouble(
                        source + "lost",
                        context.settings().displayUrl() + tenant() + ": dropped " + records + " of " + sent.records()
                                + " records as " + DropReason.INTERNAL_ERROR.label()
                                + ", for they were not found in the request they should be in. What to do: please"
                                + " report it, for it is a bug of Penstock's");
    }

    private static long bytesOf(Parcel sent, int records) {
        return (long) sent.body().length * records / sent.records();
    }

    private void say(Outcome outcome, String kindSuffix, String consequence) {
        String message =
                context.settings().displayUrl() + tenant() + ": " + Remedies.describe(outcome) + "; " + consequence;
        String remedy = Remedies.remedy(outcome, context.receiver());
        Integer status = outcome instanceof Outcome.Answered answer ? answer.status() : null;
        context.last().failed(new LastOutcomes.Failure(context.wallClock().instant(), message, remedy, status));
        context.diagnostics()
                .trouble(source + Remedies.kind(outcome) + kindSuffix, message + ". What to do: " + remedy);
    }

    /** Delivery ends: what was decided of a parcel in memory must not be counted once more with the rest of it. */
    void abandon() {
        Parcel sent = parcel;
        if (sent == null) {
            return;
        }
        if (isolation != null && decided > 0 && sent.batches().stream().anyMatch(WaitingBatch::isInMemory)) {
            account.dropped(DropReason.SHUTDOWN, sent.records() - decided, bytesOf(sent, sent.records() - decided));
            finish(sent);
        } else {
            // Its batches go with the buffer, or stay on disk; the request itself goes here.
            packer.release(sent);
            endIsolation();
            parcel = null;
        }
    }

    /** The line is not needed any more. */
    void end() {
        context.troubles().off(source);
    }

    private void endIsolation() {
        isolation = null;
        context.budget().release(opened);
        opened = 0;
    }

    private void finish(Parcel sent) {
        endIsolation();
        parcel = null;
        refusal = null;
        packer.settle(sent);
    }

    private String tenant() {
        return lane.tenant() == null ? "" : " (tenant " + lane.tenant() + ")";
    }
}
