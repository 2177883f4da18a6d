package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameworkValuesTest {

    /** An event that is a map of all its values; what the application named begins with a dash or an equals sign. */
    private static final class MapValues extends FrameworkValues<Map<String, String>> {

        @Override
        protected @Nullable String level(Map<String, String> event) {
            return event.get("level");
        }

        @Override
        protected @Nullable String logger(Map<String, String> event) {
            return event.get("logger");
        }

        @Override
        protected @Nullable String thread(Map<String, String> event) {
            return event.get("thread");
        }

        @Override
        protected @Nullable String message(Map<String, String> event) {
            return event.get("message");
        }

        @Override
        protected String timestamp(Map<String, String> event) {
            return timestamp(Instant.parse("2026-01-02T03:04:05.000000006Z"));
        }

        @Override
        protected @Nullable String marker(Map<String, String> event) {
            return event.get("marker");
        }

        @Override
        protected @Nullable String exceptionType(Map<String, String> event) {
            return event.get("exception.type");
        }

        @Override
        protected @Nullable String exceptionMessage(Map<String, String> event) {
            return event.get("exception.message");
        }

        @Override
        protected @Nullable String stackTrace(Map<String, String> event) {
            return event.get("exception.stacktrace");
        }

        @Override
        protected @Nullable String named(Map<String, String> event, String name) {
            String first = event.get("-" + name);
            return first != null ? first : event.get("=" + name);
        }

        @Override
        protected void forEachNamed(Map<String, String> event, BiConsumer<String, String> out) {
            for (String kind : List.of("-", "=")) {
                event.forEach((name, value) -> {
                    if (name.startsWith(kind)) {
                        out.accept(name.substring(1), value);
                    }
                });
            }
        }
    }

    private static List<String> all(EventValues values) {
        List<String> all = new ArrayList<>();
        values.forEach((name, value) -> {
            all.add(name + "=" + value);
            assertThat(values.get(name)).isEqualTo(value);
        });
        return all;
    }

    @Test
    void fixedNamesWinAndThenTheFirstThatTheApplicationGave() {
        MapValues values = new MapValues();

        assertThat(all(values.of(
                        Map.of("level", "INFO", "-level", "a", "-user", "kvp", "=user", "mdc", "=thread", "t"))))
                .containsExactlyInAnyOrder(
                        "level=INFO", "timestamp=2026-01-02T03:04:05.000000006Z", "user=kvp", "thread=t");
        assertThat(all(values.of(Map.of("exception.type", "E", "=empty", ""))))
                .containsExactlyInAnyOrder("exception.type=E", "timestamp=2026-01-02T03:04:05.000000006Z", "empty=");
        assertThat(values.get("level")).isNull();
    }

    @Test
    void thereIsNothingBeforeTheFirstEvent() {
        assertThat(all(new MapValues())).isEmpty();
        assertThat(new MapValues().get("level")).isNull();
    }

    @Test
    void timestampsAlwaysHaveNanoseconds() {
        assertThat(FrameworkValues.timestamp(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000000000Z");
    }
}
