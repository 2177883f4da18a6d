package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteBudgetTest {

    @Test
    void whatFitsExactlyIsReservedAndNotAByteMore() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(40)).isTrue();
        assertThat(budget.tryReserve(0)).isTrue();
        assertThat(budget.tryReserve(1)).isFalse();

        assertThat(budget.used()).isEqualTo(100);
        assertThat(budget.limit()).isEqualTo(100);
    }

    @Test
    void aRefusedReservationLeavesNothing() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.tryReserve(101)).isFalse();

        assertThat(budget.used()).isZero();
        assertThat(budget.tryReserve(100)).isTrue();
    }

    @Test
    void whatIsReleasedCanBeReservedAgain() {
        ByteBudget budget = new ByteBudget(100);
        budget.tryReserve(100);

        budget.release(30);

        assertThat(budget.tryReserve(31)).isFalse();
        assertThat(budget.tryReserve(30)).isTrue();
    }

    @Test
    void whatIsHeldAlreadyIsReservedPastTheLimit() {
        ByteBudget budget = new ByteBudget(100);
        budget.reserve(150);
        assertThat(budget.used()).isEqualTo(150);
        assertThat(budget.tryReserve(1)).isFalse();

        budget.release(150);

        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aLimitBelowOneIsRefused(long limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteBudget(limit));
    }

    @Test
    void severalThreadsNeverHoldMoreThanTheLimitAndGiveAllBack() throws InterruptedException {
        ByteBudget budget = new ByteBudget(10);
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 1; t <= 4; t++) {
            int bytes = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (budget.tryReserve(bytes)) {
                        most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                        held.addAndGet(-bytes);
                        budget.release(bytes);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(1L, 10L);
        assertThat(budget.used()).isZero();
    }
}
