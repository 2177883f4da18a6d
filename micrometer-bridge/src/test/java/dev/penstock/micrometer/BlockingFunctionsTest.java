package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions that do not return hold up nobody but themselves. */
class BlockingFunctionsTest {

    private final PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM, Map.of("step", "1s"), null);
    private final RemoteWriteMeterRegistry registry = pushed.registry;
    private final CountDownLatch release = new CountDownLatch(1);

    BlockingFunctionsTest() {
        // Here each publish is called.
        registry.stop();
        registry.counter("counted").increment();
        Gauge.builder("before", () -> 1).register(registry);
    }

    @AfterEach
    void close() {
        release.countDown();
        pushed.close();
        await().until(() -> readers() == 0);
    }

    private double blocked() {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // A function that cannot be interrupted is the worst there is.
            }
        }
        return 5;
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("penstock-metrics-reader"))
                .peek(each -> assertThat(each.isDaemon()).isTrue())
                .count();
    }

    private Pushed push() {
        Pushed last = pushed.push();
        assertThat(last.values).containsKeys("counted_total{}", "before{}", "after{}");
        return last;
    }

    @Test
    void theOthersArePushedAndItIsSaidOnce() {
        Gauge.builder("blocked", this::blocked).register(registry);
        Gauge.builder("after", () -> 2).register(registry);

        for (int i = 0; i < 5; i++) {
            assertThat(push().values).doesNotContainKey("blocked{}");
            assertThat(pushed.troubles).hasSize(1).first().asString().contains("blocked", "does not return");
        }
        assertThat(readers()).isEqualTo(2);

        release.countDown();
        await().untilAsserted(() -> assertThat(push().values).containsEntry("blocked{}", 5.0));
        await().until(() -> readers() == 1);
    }

    @Test
    void functionsOfEveryKindMayBlock() {
        FunctionCounter.builder("calls", this, each -> blocked()).register(registry);
        Iterable<Measurement> measurements = () -> {
            blocked();
            return List.<Measurement>of().iterator();
        };
        Meter.builder("custom", Meter.Type.OTHER, measurements).register(registry);
        Meter.builder("custom.value", Meter.Type.OTHER, List.of(new Measurement(this::blockedDouble, Statistic.VALUE)))
                .register(registry);
        Gauge.builder("after", () -> 2).register(registry);

        assertThat(push().values).hasSize(3);
        assertThat(push().values).hasSize(3);
        assertThat(pushed.troubles).hasSize(3);
    }

    private Double blockedDouble() {
        return blocked();
    }

    @Test
    void threadsAreNotSpentWithoutEnd() {
        Gauge.builder("after", () -> 2).register(registry);
        for (int i = 0; i < FunctionReader.LEFT_BEHIND + 20; i++) {
            Gauge.builder("blocked." + i, this::blocked).register(registry);
        }

        push();
        assertThat(pushed.troubles).anySatisfy(each -> assertThat(each).contains("no thread"));
        push();
        Pushed last = push();

        assertThat(readers()).isLessThanOrEqualTo(FunctionReader.LEFT_BEHIND);
        assertThat(last.values).containsKey("counted_total{}");
        release.countDown();
        await().untilAsserted(() -> assertThat(push().values).hasSize(3 + FunctionReader.LEFT_BEHIND + 20));
    }

    @Test
    void functionsThatReturnAreReadHoweverManyDoNot() {
        boolean[] blocks = {false};
        for (int i = 0; i < FunctionReader.LEFT_BEHIND + 6; i++) {
            Gauge.builder("blocked." + i, () -> blocks[0] ? blocked() : 1).register(registry);
        }
        Gauge.builder("after", () -> 2).register(registry);
        push();
        blocks[0] = true;

        // A publish in which so many begin to block leaves each little time, and may leave one that is only slow.
        pushed.push();
        await().untilAsserted(this::push);
        for (int i = 0; i < 4; i++) {
            push();
        }
        assertThat(readers()).isLessThanOrEqualTo(FunctionReader.MOST);
        release.countDown();
        await().untilAsserted(() -> assertThat(push().values).hasSize(3 + FunctionReader.LEFT_BEHIND + 6));
    }

    @Test
    void newFunctionsAreNotTriedWhileTooManyDoNotReturn() {
        Gauge.builder("after", () -> 2).register(registry);
        push();
        for (int i = 0; i < FunctionReader.LEFT_BEHIND + 6; i++) {
            Gauge.builder("blocked." + i, this::blocked).register(registry);
        }
        push();
        Gauge.builder("new", () -> 3).register(registry);

        for (int i = 0; i < 3; i++) {
            assertThat(push().values).doesNotContainKey("new{}");
            assertThat(readers()).isLessThanOrEqualTo(FunctionReader.LEFT_BEHIND);
        }
        release.countDown();
        await().untilAsserted(() -> assertThat(push().values).containsEntry("new{}", 3.0));
    }

    @Test
    void anInterruptedThreadClosesInFull() {
        Gauge.builder("after", () -> 2).register(registry);

        Thread.currentThread().interrupt();
        registry.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pushed.publish(0).values).hasSize(3);
        assertThat(pushed.last().ended).hasSize(3);
    }

    @Test
    void closingIsNotHeldUp() {
        Gauge.builder("blocked", this::blocked).register(registry);
        Gauge.builder("after", () -> 2).register(registry);
        registry.counter("counted").increment();

        registry.close();

        assertThat(pushed.publish(0).values)
                .containsEntry("counted_total{}", 2.0)
                .containsEntry("after{}", 2.0);
        assertThat(pushed.last().ended).containsExactlyInAnyOrder("counted_total{}", "after{}", "before{}");
    }

    @Test
    void aFunctionThatInterruptsItsThreadIsNoTrouble() {
        Gauge.builder("interrupting", () -> {
                    Thread.currentThread().interrupt();
                    return 1;
                })
                .register(registry);
        Gauge.builder("after", () -> 2).register(registry);

        assertThat(push().values).hasSize(4);
        assertThat(push().values).hasSize(4);
    }

    @Test
    void anInterruptedThreadPublishesInFull() {
        Gauge.builder("after", () -> 2).register(registry);

        Thread.currentThread().interrupt();
        registry.publish();

        assertThat(Thread.interrupted()).isTrue();
        push();
        assertThat(pushed.publish(0).values).hasSize(3);
    }
}
