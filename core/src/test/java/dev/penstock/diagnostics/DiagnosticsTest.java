package dev.penstock.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

    private final List<String> said = new ArrayList<>();
    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    private final Diagnostics diagnostics =
            new Diagnostics("LOKI", (severity, message) -> said.add(severity + " " + message), clock::get);

    @Test
    void troubleIsSaidOnce() {
        for (int i = 0; i < 100; i++) {
            diagnostics.trouble("status 503", "no luck " + i);
            pass(Duration.ofMillis(100));
        }

        assertThat(said).containsExactly("WARN LOKI: no luck 0");
    }

    @Test
    void eachKindOfTroubleIsSaid() {
        diagnostics.trouble("status 503", "a");
        diagnostics.trouble("status 429", "b");
        diagnostics.trouble("status 503", "c");

        assertThat(said).containsExactly("WARN LOKI: a", "WARN LOKI: b");
    }

    @Test
    void troubleThatLastsIsSummedUpOnceAMinute() {
        for (int second = 0; second <= 125; second++) {
            diagnostics.trouble("status 503", "no luck at " + second);
            pass(Duration.ofSeconds(1));
        }

        assertThat(said)
                .containsExactly(
                        "WARN LOKI: no luck at 0",
                        "WARN LOKI: no luck at 60 (60 times more in the last 60 s)",
                        "WARN LOKI: no luck at 120 (60 times more in the last 60 s)");
    }

    @Test
    void aFlappingBackendIsNotSaidAtEachTurn() {
        for (int i = 0; i < 100; i++) {
            diagnostics.trouble("delivery: status 400", "refused");
            diagnostics.recovered("delivery", "again");
        }

        assertThat(said).containsExactly("WARN LOKI: refused", "INFO LOKI: again");
    }

    @Test
    void recoveryIsSaidOnceAndOnlyAfterTrouble() {
        diagnostics.recovered("delivery", "too early");
        diagnostics.trouble("delivery: status 503", "a");
        diagnostics.trouble("delivery: status 429", "b");

        diagnostics.recovered("delivery", "again");
        diagnostics.recovered("delivery", "again");

        assertThat(said).containsExactly("WARN LOKI: a", "WARN LOKI: b", "INFO LOKI: again");
    }

    @Test
    void anotherKindOfTroubleIsNotOver() {
        diagnostics.trouble("record: X", "a");

        diagnostics.recovered("delivery", "again");
        diagnostics.trouble("record: X", "a");

        assertThat(said).containsExactly("WARN LOKI: a");
    }

    @Test
    void troubleThatComesBackAfterALongPeaceIsSaidAgain() {
        diagnostics.trouble("delivery: x", "first");
        diagnostics.recovered("delivery", "again");
        pass(Duration.ofHours(1));

        diagnostics.trouble("delivery: x", "second");

        assertThat(said).containsExactly("WARN LOKI: first", "INFO LOKI: again", "WARN LOKI: second");
    }

    @Test
    void infosAndWarningsAreSaidEachTime() {
        diagnostics.info("a");
        diagnostics.info("a");
        diagnostics.warn("b");
        diagnostics.warn("b");

        assertThat(said).containsExactly("INFO LOKI: a", "INFO LOKI: a", "WARN LOKI: b", "WARN LOKI: b");
    }

    @Test
    void aListenerThatThrowsIsHarmless() {
        Diagnostics careless = new Diagnostics(
                "LOKI",
                (severity, message) -> {
                    said.add(message);
                    throw new IllegalStateException("listener");
                },
                clock::get);

        careless.info("a");
        careless.warn("b");
        careless.trouble("x", "c");
        careless.trouble("x", "c");
        careless.recovered("x", "d");

        assertThat(said).containsExactly("LOKI: a", "LOKI: b", "LOKI: c", "LOKI: d");
    }

    @Test
    void aListenerMayReportTroubleItself() {
        List<Diagnostics> holder = new ArrayList<>();
        Diagnostics reentrant = new Diagnostics(
                "LOKI",
                (severity, message) -> {
                    said.add(message);
                    holder.get(0).trouble("x", "again");
                },
                clock::get);
        holder.add(reentrant);

        reentrant.trouble("x", "a");

        assertThat(said).containsExactly("LOKI: a");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
