package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.settings.SettingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventFieldsTest {

    /** Events are maps: {@code %x} is the value of x, {@code %%all} is the whole. */
    private static final FieldDialect<Map<String, String>> DIALECT = new FieldDialect<>() {
        @Override
        public ValueReader<Map<String, String>> pattern(String pattern) {
            if (!pattern.startsWith("%")) {
                throw new IllegalArgumentException("it must begin with %");
            }
            return event -> event.get(pattern.substring(1));
        }

        @Override
        public BulkReader<Map<String, String>> bulk(String source) {
            return source.equals("all") ? (event, out) -> new TreeMap<>(event).forEach(out) : null;
        }

        @Override
        public String bulkSources() {
            return "%%all";
        }
    };

    @Test
    void patternsLiteralsAndMapsAreReadInTheirOrder() {
        assertThat(read(
                        "level = %level\napp = shop\nx_* = %%all{b}\n* != %%all{b}",
                        Map.of("level", "INFO", "b", "2", "c", "3")))
                .containsExactly(
                        Map.entry("level", "INFO"),
                        Map.entry("app", "shop"),
                        Map.entry("x_b", "2"),
                        Map.entry("c", "3"));
    }

    @Test
    void theFirstLineThatGivesANameWins() {
        assertThat(read("a = %x\na = 2\n* = %%all", Map.of("x", "1", "a", "3")))
                .containsExactly(Map.entry("a", "1"), Map.entry("x", "1"));
    }

    @Test
    void aValueThatIsNotThereLeavesTheNameToALaterLine() {
        assertThat(read("a = %none\nb = %empty\na = 1", Map.of("empty", ""))).containsExactly(Map.entry("a", "1"));
    }

    @Test
    void offReadsNothing() {
        assertThat(read("off", Map.of("x", "1"))).isEmpty();
    }

    @Test
    void aReaderThatFailsOnOneEventReadsTheNext() {
        EventFields<Map<String, String>> fields = EventFields.compile("labels", "* = %%all", DIALECT);
        assertThatThrownBy(() -> fields.write(null, new Pairs())).isInstanceOf(NullPointerException.class);
        Pairs out = new Pairs();

        fields.write(Map.of("a", "1"), out);

        assertThat(out.size()).isEqualTo(1);
    }

    @Test
    void aPatternTheFrameworkRefusesIsAnErrorWithItsReason() {
        assertThatThrownBy(() -> EventFields.compile("labels", "a = x%y", DIALECT))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("labels 'a = x%y'")
                .hasMessageContaining("it must begin with %");
    }

    @Test
    void aMapThereIsNotIsAnErrorThatNamesThoseThereAre() {
        assertThatThrownBy(() -> EventFields.compile("labels", "* = %%mdc", DIALECT))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("labels '%%mdc'")
                .hasMessageContaining("%%all");
    }

    private static Map<String, String> read(String lines, Map<String, String> event) {
        Pairs out = new Pairs();
        EventFields.compile("labels", lines, DIALECT).write(event, out);
        Map<String, String> map = new LinkedHashMap<>();
        out.forEach(map::put);
        return map;
    }
}
