package dev.penstock.pipeline.logql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSelectorTest {

    private static final Map<String, String> LABELS = Map.of("app", "shop", "env", "prod", "empty", "");
    private static final String LINE = "GET /health 200 \"ok\" C:\\x";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "{app=\"shop\"} # true",
                "{app=\"shop\", env=\"prod\"} # true",
                "{app=\"shop\",env=\"dev\"} # false",
                "{app!=\"shop\"} # false",
                "{app=~\"sh.*\"} # true",
                "{app=~\"sh\"} # false",
                "{app=~\"shop|cart\"} # true",
                "{app!~\"shop|cart\"} # false",
                "{missing=\"\"} # true",
                "{missing!=\"x\"} # true",
                "{empty=\"\"} # true",
                "{missing=~\".+\"} # false",
                "{app=\"shop\"} |= \"health\" # true",
                "{app=\"shop\"} != \"health\" # false",
                "{app=\"shop\"} |~ \"h.*h\" # true",
                "{app=\"shop\"} |~ \"^health\" # false",
                "{app=\"shop\"} !~ \"^GET\" # false",
                "{app=\"shop\"} |= \"GET\" != \"POST\" |~ \"2\\\\d\\\\d\" # true",
                "{app=\"shop\"}|=\"GET\"!=\"GET\" # false",
                "{app=\"shop\"} |= \"\\\"ok\\\"\" # true",
                "{app=\"shop\"} |= \"C:\\\\x\" # true",
                "{app=\"shop\"} |= \"\\x47\\u0045\\124\" # true",
                "{app=\"shop\"} |= \"\" # true",
                " { app = \"shop\" /* one */ , env =~ \"p.*\" } // two # true",
            })
    void labelsAndLineAreCompared(String selector, boolean matches) {
        assertThat(StreamSelector.parse(selector).matches(LABELS::get, LINE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "{} # 1 # needs a matcher",
                "~~ # 0 # begins with {",
                "app=\"shop\" # 0 # begins with {",
                "{app=\"shop\",} # 11 # leave it out",
                "{app=\"shop\" # 11 # , or }",
                "{app=`shop`} # 5 # double quotes",
                "{app='shop'} # 5 # double quotes",
                "{app=shop} # 5 # double quotes",
                "{app==\"shop\"} # 4 # equality is =",
                "{app.kubernetes=\"x\"} # 4 # letters, digits and _",
                "{\"app\"=\"x\"} # 1 # label's name",
                "{app=\"shop\" env=\"prod\"} # 12 # , or }",
                "{app=\"sh # 5 # not closed",
                "{app=\"\\d\"} # 6 # write \\\\",
                "{app=~\"(a\"} # 6 # regex",
                "{app=\"x\"} |~ \"(?=a)\" # 13 # look-ahead",
                "{app=\"x\"} | json # 10 # stage",
                "{app=\"x\"} | level=\"error\" # 10 # stage",
                "{app=\"x\"} |= \"a\" or \"b\" # 17 # first|second",
                "{app=\"x\"} |> \"<_> a\" # 10 # pattern filter",
                "{app=\"x\"} |= ip(\"1.2.3.4\") # 13 # ip(",
                "{app=\"x\"} |= `a` # 13 # double quotes",
                "{app=\"x\"} |= # 12 # double quotes",
                "{app=\"x\"} error # 10 # line filter",
                "{app=\"x\"} /* # 10 # not closed",
            })
    void whatIsNoSelectorIsRefusedWithTheRemedy(String selector, int offset, String said) {
        String text = selector == null ? "" : selector;
        assertThatThrownBy(() -> StreamSelector.parse(text))
                .isInstanceOfSatisfying(
                        SelectorException.class, e -> assertThat(e.offset()).isEqualTo(offset))
                .hasMessageContaining(said);
    }

    @Test
    void matchersAndFiltersCanBeLookedAt() {
        StreamSelector selector = StreamSelector.parse("{app=~\"a|b\"} |= \"x\\\\.y\"");
        assertThat(selector.matchers()).hasSize(1);
        assertThat(selector.matchers().get(0).op()).isEqualTo(LabelMatcher.MatchOp.REGEX);
        assertThat(selector.filters().get(0).op()).isEqualTo(LineFilter.FilterOp.CONTAINS);
        assertThat(selector.filters().get(0).text()).isEqualTo("x\\.y");
        assertThat(selector.filters().get(0).offset()).isEqualTo(13);
    }

    @Provide
    Arbitrary<String> selectors() {
        return Arbitraries.of(
                        "{", "}", "app", "=", "=~", "!=", "!~", "\"a\"", "\"(\"", ",", "|=", "|~", "|", " ", "\"", "\\",
                        "//", "/*", "é", "`a`")
                .list()
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 5000)
    void anyTextIsRefusedOrParsed(@ForAll("selectors") String text, @ForAll String other) {
        for (String each : new String[] {text, other, "{a=\"" + other + "\"}"}) {
            try {
                StreamSelector.parse(each).matches(LABELS::get, LINE);
            } catch (SelectorException e) {
                assertThat(e.offset()).isBetween(0, each.length());
            }
        }
    }
}
