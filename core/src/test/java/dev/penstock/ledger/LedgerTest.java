package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LedgerTest {

    @Test
    void everyReasonIsPresentFromTheBeginning() {
        Stats stats = new Ledger(() -> 0).snapshot();

        assertThat(stats.droppedByReason()).containsOnlyKeys(DropReason.values());
        assertThat(stats.droppedByReason().values()).containsOnly(0L);
        assertThat(stats.dropped()).isZero();
        assertThat(stats).isEqualTo(Stats.NONE);
    }

    @Test
    void whatIsCountedIsWhatIsSaid() {
        Ledger ledger = new Ledger(() -> 10);
        ledger.delivered(4, 100);
        ledger.delivered(1, 11);
        ledger.dropped(DropReason.STAGE, 2);
        ledger.dropped(DropReason.EXPIRED, 1);
        ledger.retried();
        ledger.truncatedLine();
        ledger.truncatedLine();

        Stats stats = ledger.snapshot();

        assertThat(stats.accepted()).isEqualTo(10);
        assertThat(stats.delivered()).isEqualTo(5);
        assertThat(stats.dropped()).isEqualTo(3);
        assertThat(stats.dropped(DropReason.STAGE)).isEqualTo(2);
        assertThat(stats.dropped(DropReason.EXPIRED)).isEqualTo(1);
        assertThat(stats.dropped(DropReason.REJECTED)).isZero();
        assertThat(stats.pending()).isEqualTo(2);
        assertThat(stats.sentBytes()).isEqualTo(111);
        assertThat(stats.retries()).isEqualTo(1);
        assertThat(stats.truncatedLines()).isEqualTo(2);
    }

    @Test
    void aRefusedRecordIsAcceptedAndDroppedInOne() {
        Ledger ledger = new Ledger(() -> 3);
        ledger.dropped(DropReason.QUEUE_FULL, 1);
        ledger.refused(DropReason.QUEUE_FULL);
        ledger.refused(DropReason.SHUTDOWN);

        Stats stats = ledger.snapshot();

        assertThat(stats.accepted()).isEqualTo(5);
        assertThat(stats.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(ledger.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(stats.dropped(DropReason.SHUTDOWN)).isEqualTo(1);
        assertThat(stats.pending()).isEqualTo(2);
    }

    @Test
    void aSnapshotNeverChanges() {
        Ledger ledger = new Ledger(() -> 0);
        Stats before = ledger.snapshot();
        ledger.dropped(DropReason.STAGE, 1);

        assertThat(before.dropped()).isZero();
        assertThatThrownBy(() -> before.droppedByReason().put(DropReason.STAGE, 1L))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theEquationHoldsInEverySnapshotWhileOthersCount() throws InterruptedException {
        int threads = 4;
        int each = 50_000;
        LongAdder taken = new LongAdder();
        Ledger ledger = new Ledger(taken::sum);
        DropReason[] reasons = DropReason.values();
        CountDownLatch running = new CountDownLatch(threads);
        List<Thread> counting = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    taken.increment();
                    if (i % 2 == 0) {
                        ledger.delivered(1, 3);
                    } else {
                        ledger.dropped(reasons[i / 2 % reasons.length], 1);
                    }
                }
                running.countDown();
            });
            thread.start();
            counting.add(thread);
        }
        long last = 0;
        while (running.getCount() > 0) {
            Stats stats = ledger.snapshot();
            assertThat(stats.delivered() + stats.dropped() + stats.pending()).isEqualTo(stats.accepted());
            // A reader that is held up sees many more accepted than are on their way; it never sees fewer than none.
            assertThat(stats.pending()).isNotNegative();
            assertThat(stats.accepted()).isGreaterThanOrEqualTo(last);
            last = stats.accepted();
        }
        for (Thread thread : counting) {
            thread.join();
        }

        Stats end = ledger.snapshot();
        assertThat(end.accepted()).isEqualTo((long) threads * each);
        assertThat(end.pending()).isZero();
        assertThat(end.sentBytes()).isEqualTo(3 * end.delivered());
    }

    @Test
    void reasonsAreWrittenAsInMetrics() {
        assertThat(DropReason.values())
                .extracting(DropReason::label)
                .containsExactlyInAnyOrder(
                        "queue_full",
                        "buffer_full",
                        "too_large",
                        "rejected",
                        "retries_exhausted",
                        "expired",
                        "rate_limited",
                        "stage",
                        "shutdown",
                        "internal_error");
    }
}
