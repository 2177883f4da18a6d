package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Account account = ledger.account(null);
        account.delivered(4, 100);
        ledger.account("blue").delivered(1, 11);
        ledger.dropped(DropReason.STAGE, 2, 20);
        ledger.account("blue").dropped(DropReason.EXPIRED, 1, 7);
        account.retried();
        ledger.truncatedLine();
        ledger.truncatedLine();
        ledger.labelDemotions().of("user").add(3);

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
        assertThat(stats.demotedLabels()).isEqualTo(Map.of("user", 3L));
    }

    @Test
    void aRefusedRecordIsAcceptedAndDroppedInOne() {
        Ledger ledger = new Ledger(() -> 3);
        ledger.dropped(DropReason.QUEUE_FULL, 1, 5);
        ledger.refused(DropReason.QUEUE_FULL, 6);
        ledger.refused(DropReason.SHUTDOWN, 6);

        Stats stats = ledger.snapshot();

        assertThat(stats.accepted()).isEqualTo(5);
        assertThat(stats.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(ledger.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(stats.dropped(DropReason.SHUTDOWN)).isEqualTo(1);
        assertThat(stats.pending()).isEqualTo(2);
    }

    @Test
    void eachTenantHasAnAccount() {
        Ledger ledger = new Ledger(() -> 9, "shop");
        ledger.account("shop").delivered(1, 10);
        ledger.account(null).delivered(2, 10);
        ledger.account("blue").delivered(3, 30);
        ledger.account("blue").dropped(DropReason.REJECTED, 1, 5);
        ledger.refused(DropReason.QUEUE_FULL, 400);

        assertThat(ledger.accounts()).extracting(Account::tenant).containsExactly("shop", "blue");
        assertThat(ledger.accounts()).extracting(Account::delivered).containsExactly(3L, 3L);
        assertThat(ledger.account("blue").droppedBytes(DropReason.REJECTED)).isEqualTo(5);
        assertThat(ledger.account("shop").dropped(DropReason.QUEUE_FULL)).isEqualTo(1);
        assertThat(ledger.account("shop").droppedBytes(DropReason.QUEUE_FULL)).isEqualTo(400);
        assertThat(ledger.snapshot().pending()).isEqualTo(2);
    }

    @Test
    void endlessTenantsShareOneAccount() {
        Ledger ledger = new Ledger(() -> 5000);
        for (int i = 0; i < 5000; i++) {
            ledger.account("tenant-" + i).delivered(1, 1);
        }

        assertThat(ledger.accounts()).hasSizeLessThanOrEqualTo(1001);
        assertThat(ledger.snapshot().delivered()).isEqualTo(5000);
    }

    @Test
    void recordsOfAnEarlierProcessAreAcceptedHere() {
        Ledger ledger = new Ledger(() -> 1);
        ledger.recovered(4);
        ledger.onDisk(4);
        assertThat(ledger.snapshot().accepted()).isEqualTo(5);
        assertThat(ledger.snapshot().pending()).isEqualTo(5);
        assertThat(ledger.snapshot().onDisk()).isEqualTo(4);

        ledger.onDisk(-3);
        ledger.account(null).delivered(3, 9);

        assertThat(ledger.snapshot()).asString().isEqualTo("accepted=5 delivered=3 dropped=0 pending=2 onDisk=1");
    }

    @Test
    void aSnapshotNeverChanges() {
        Ledger ledger = new Ledger(() -> 0);
        Stats before = ledger.snapshot();
        ledger.dropped(DropReason.STAGE, 1, 0);

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
                        ledger.account(i % 4 == 0 ? "blue" : null).delivered(1, 3);
                    } else {
                        ledger.dropped(reasons[i / 2 % reasons.length], 1, 2);
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
