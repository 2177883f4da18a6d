package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchoredRegexTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "foo, foo, true",
                "foo, xfoo, false",
                "foo|bar, bar, true",
                "foo|bar, foobar, false",
                "foo|foo, foo, true",
                "foo|, ~~, true",
                "~~, ~~, true",
                "~~, x, false",
                "go_.*, go_, true",
                "go_.+, go_, false",
                "go_.+, go_x, true",
                "a|b.*, a, true",
                "a|b.*, ax, false",
                ".+, ~~, false",
                ".*, ~~, true",
                "a)|(b, xb, true",
                "a)|(b, ax, true",
                "(?i)straße, STRASSE, false",
                "(?i)straße, STRAẞE, true",
                "\\d+, ١, false",
                "\\pN+, ١, true",
                "\\p{Greek}, α, true",
                "(?P<x>a)(?<y>b), ab, true",
                "., 😀, true",
                "^foo$, foo, true",
                "a{2}, aa, true",
            })
    void theWholeValueIsMatched(String regex, String value, boolean matches) {
        assertThat(AnchoredRegex.of(regex).matches(value)).isEqualTo(matches);
        assertThat(AnchoredRegex.of(regex).match(value) != null).isEqualTo(matches);
    }

    @Test
    void theDotMatchesNewlines() {
        assertThat(AnchoredRegex.of("a.*c").matches("a\nc")).isTrue();
        assertThat(AnchoredRegex.of(".*").matches("a\nc")).isTrue();
        assertThat(AnchoredRegex.of("(?-s).*").matches("a\nc")).isFalse();
        assertThat(AnchoredRegex.of("a").matches("a\n")).isFalse();
    }

    @Test
    void halfASurrogatePairIsACharacterLikeOthers() {
        assertThat(AnchoredRegex.of("a.b").matches("a\uD800b")).isTrue();
        assertThat(AnchoredRegex.of("(a)(.)").match("a\uDC00").group(2)).isEqualTo("\uDC00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a",
                "(a",
                "a**",
                "a++",
                "(?=a)",
                "(?!a)",
                "\\1",
                "(a)\\1",
                "\\Z",
                "\\u0041",
                "\\C",
                "a{1001}",
                "(?P<x>a)(?P<x>b)",
                "((a{100}){100}){100}",
                "((a{10}){10}){11}",
                "(?:a{500}b){3}",
                "[z-a]",
                "(?x)a",
                "*",
                "\\"
            })
    void whatRe2DoesNotTakeIsRefused(String regex) {
        assertThatThrownBy(() -> AnchoredRegex.of(regex))
                .isInstanceOf(RelabelRuleException.class)
                .hasMessageStartingWith("regex '" + regex + "' is not accepted: ")
                .hasMessageContaining("expected a regular expression in RE2 syntax")
                .hasMessageNotContaining("(?s:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{1000}",
                "(a{10}){100}",
                "a{1000}b{1000}",
                "[{2000}]{2}",
                "\\Qa{2000}\\E{2}",
                "\\p{L}{1000}",
                "\\x{41}{1000}",
                "{",
                "a{,2000}",
                "[]{2000}]{3}",
                "(a{1000})(b{1000})"
            })
    void repetitionsUpToAThousandAreTaken(String regex) {
        assertThat(AnchoredRegex.of(regex)).isNotNull();
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "(?:".repeat(100_000) + "a" + ")?".repeat(100_000);
        assertThatThrownBy(() -> AnchoredRegex.of(deep)).isInstanceOf(RelabelRuleException.class);
    }

    @Property
    void shortcutsAnswerAsTheAutomatonDoes(
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String words,
            @ForAll @StringLength(max = 4) @CharRange(from = 'a', to = 'c') String value) {
        for (String regex : new String[] {words.replace('c', '|'), words + ".*", words + ".+"}) {
            assertThat(AnchoredRegex.of(regex).matches(value))
                    .as(regex)
                    .isEqualTo(
                            Pattern.compile("(?s:" + regex + ")").matcher(value).matches());
        }
    }
}
