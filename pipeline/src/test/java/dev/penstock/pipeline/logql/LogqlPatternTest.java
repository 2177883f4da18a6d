package dev.penstock.pipeline.logql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogqlPatternTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "<ip> - <user> # 1.2.3.4 - bob # {ip=1.2.3.4, user=bob}",
                "<ip> <_> <user> # a b c d # {ip=a, user=c d}",
                "[<level>] <msg> # [info] hello world # {level=info, msg=hello world}",
                "[<level>] <msg> # x[info] hello # no",
                "<a>,<b>! # 1,2!rest # {a=1, b=2}",
                "<a>,<b>;<c> # 1,2 # {a=1, b=2}",
                "<a>;<b> # 1,2 # {a=1,2}",
                "<a><b c> # x<b c>y # {a=x}",
                "<_>=<v> # k=1 # {v=1}",
                "<a>-<b> # -x # {a=, b=x}",
                "<a> # ~~ # no",
            })
    void capturesEndWhereTheNextTextBegins(String pattern, String line, String expected) {
        Map<String, String> found = new LinkedHashMap<>();
        boolean matches = LogqlPattern.compile(pattern).match(line == null ? "" : line, found::put);
        assertThat(matches ? found.toString() : "no").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "plain # 0 # no named capture",
                "<_> x # 0 # no named capture",
                "<a-b> # 0 # no named capture",
                "<a><b> # 3 # stand together",
                "<a><_> # 3 # stand together",
                "<a> <a> # 4 # twice",
            })
    void whatCannotBeTakenApartIsRefused(String pattern, int offset, String said) {
        assertThatThrownBy(() -> LogqlPattern.compile(pattern))
                .isInstanceOfSatisfying(
                        PatternException.class, e -> assertThat(e.offset()).isEqualTo(offset))
                .hasMessageContaining(said);
    }

    @Property
    void anyPatternIsRefusedOrMatches(@ForAll String start, @ForAll String end, @ForAll String line) {
        try {
            LogqlPattern.compile(start + "<a>" + end + "<b>").match(line, (name, value) -> {});
        } catch (PatternException e) {
            assertThat(e.offset()).isNotNegative();
        }
    }
}
