package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.MetricReceiver;
import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.push.GoText;
import dev.penstock.testkit.store.Irregularities;
import dev.penstock.testkit.store.MetricDatabase;
import dev.penstock.testkit.store.SeriesIntake;
import dev.penstock.testkit.store.WrittenSeries;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a remote write request: checks all of it, stores what its receiver would store, and answers as that one would.
 * What a real receiver refuses is refused; what it lets pass although the protocol forbids it is refused, too. Thread-safe.
 */
public final class RemoteWrite {

    /** How far in the future a sample may be for Prometheus. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private static final int MOST_ERRORS = 20;

    private final MetricDatabase database;
    private final MetricReceiver receiver;
    private final Set<RemoteWriteVersion> accepted;
    private final Clock clock;

    /** Stores into {@code database} in the manner of {@code receiver}. */
    public RemoteWrite(
            MetricDatabase database, MetricReceiver receiver, Set<RemoteWriteVersion> accepted, Clock clock) {
        this.database = database;
        this.receiver = receiver;
        this.accepted = receiver == MetricReceiver.OLD_PROMETHEUS
                ? EnumSet.of(RemoteWriteVersion.V1)
                : EnumSet.copyOf(accepted);
        this.clock = clock;
    }

    /** Decodes, checks and stores. */
    public WriteAnswer write(ReceivedRequest request, byte[] body) {
        try {
            RemoteWriteVersion version = Envelope.version(request.contentType());
            if (!accepted.contains(version)) {
                return notAccepted(version, request, body);
            }
            Envelope.check(request, version);
            byte[] message = SnappyBlock.uncompress(body);
            try {
                return version == RemoteWriteVersion.V1
                        ? write1(request, Version1.decode(message))
                        : write2(request, Version2.decode(message));
            } catch (WriteRefusedException e) {
                WriteAnswer answer = refused(request, e);
                return version == RemoteWriteVersion.V1 ? answer : answer.written(0, 0, 0);
            }
        } catch (WriteRefusedException e) {
            return refused(request, e);
        }
    }

    /** It is no violation to ask for more than there is: that is how a client finds out. */
    private WriteAnswer notAccepted(RemoteWriteVersion version, ReceivedRequest request, byte[] body)
            throws WriteRefusedException {
        if (receiver != MetricReceiver.OLD_PROMETHEUS) {
            return WriteAnswer.of(
                    415, String.valueOf(Envelope.notAccepted(version, accepted).getMessage()));
        }
        Envelope.check(request, version);
        SnappyBlock.uncompress(body);
        irregularities().ignoredRequest();
        return WriteAnswer.of(204, "");
    }

    private WriteAnswer refused(ReceivedRequest request, WriteRefusedException refused) {
        irregularities().violation(request.path() + ": " + refused.getMessage());
        return WriteAnswer.of(refused.status(), String.valueOf(refused.getMessage()));
    }

    private WriteAnswer write1(ReceivedRequest request, DecodedRequest decoded) {
        boolean partial = receiver == MetricReceiver.MIMIR;
        List<String> errors = new ArrayList<>();
        for (Violation violation : decoded.violations()) {
            irregularities().violation(request.path() + ": " + violation.text());
            if (violation.cost() == Violation.Cost.SKIPPED_BY_VERSION_1 && !partial) {
                irregularities().skippedSeries();
            } else if (violation.cost() != Violation.Cost.NOTED) {
                errors.add(violation.text());
            }
        }
        // Whoever sees the samples is to see the rest, too: so all else is written down before they are stored.
        database.write(request.tenant(), decoded.series(), newestAllowed(), intakes -> {
            errors.addAll(errors(request, decoded.series(), intakes, partial));
            boolean stored = partial || errors.isEmpty();
            if (stored) {
                describe(request, decoded);
            }
            return stored;
        });
        return answer(errors, 1);
    }

    private WriteAnswer write2(ReceivedRequest request, DecodedRequest decoded) {
        List<String> errors = new ArrayList<>();
        for (Violation violation : decoded.violations()) {
            irregularities().violation(request.path() + ": " + violation.text());
            if (violation.cost() != Violation.Cost.NOTED) {
                errors.add(violation.text());
            }
        }
        List<SeriesIntake> intakes = database.write(request.tenant(), decoded.series(), newestAllowed(), all -> {
            errors.addAll(errors(request, decoded.series(), all, true));
            describe(request, decoded);
            return true;
        });
        int samples = intakes.stream().mapToInt(SeriesIntake::writtenSamples).sum();
        int histograms =
                intakes.stream().mapToInt(SeriesIntake::writtenHistograms).sum();
        int exemplars =
                intakes.stream().mapToInt(SeriesIntake::writtenExemplars).sum();
        return answer(errors, receiver == MetricReceiver.MIMIR ? 1 : MOST_ERRORS)
                .written(samples, histograms, exemplars);
    }

    private List<String> errors(
            ReceivedRequest request, List<WrittenSeries> series, List<SeriesIntake> intakes, boolean exemplars) {
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < intakes.size(); i++) {
            SeriesIntake intake = intakes.get(i);
            if (intake.flawless()) {
                continue;
            }
            String where = " for series " + GoText.labelsInOrder(series.get(i).labels());
            for (String error : intake.errors()) {
                irregularities().violation(request.path() + ": " + error + where);
                errors.add(error + where);
            }
            for (String error : intake.exemplarErrors()) {
                irregularities().violation(request.path() + ": " + error + where);
                if (exemplars) {
                    errors.add(error + where);
                }
            }
            for (String dropped : intake.dropped()) {
                irregularities().violation(request.path() + ": dropped: " + dropped + where);
            }
        }
        return errors;
    }

    private void describe(ReceivedRequest request, DecodedRequest decoded) {
        decoded.metadata().forEach((family, given) -> database.describe(request.tenant(), family, given));
    }

    private WriteAnswer answer(List<String> errors, int most) {
        if (errors.isEmpty()) {
            return WriteAnswer.of(receiver == MetricReceiver.MIMIR ? 200 : 204, "");
        }
        String text = String.join("\n", errors.subList(0, Math.min(most, errors.size())));
        int more = errors.size() - most;
        return WriteAnswer.of(400, most > 1 && more > 0 ? text + "\nand " + more + " more" : text);
    }

    private long newestAllowed() {
        return clock.instant().plus(AHEAD).toEpochMilli();
    }

    private Irregularities irregularities() {
        return database.irregularities();
    }
}
