package dev.penstock.pipeline.regex;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "$1, foo",
                "$0, foo-bar",
                "${1}x, foox",
                "$1x, ~~",
                "$1_2, ~~",
                "$1-$2, foo-bar",
                "$name, bar",
                "${name}s, bars",
                "$names, ~~",
                "$3, ~~",
                "$01, ~~",
                "$00000001, ~~",
                "${}, ${}",
                "${1, ${1",
                "${1-}, ${1-}",
                "$, $",
                "a$, a$",
                "$$1, $1",
                "$$$1, $foo",
                "$-, $-",
                "$é, ~~",
                "x$1y$2z, x",
                "$999999999, ~~",
            })
    void referencesAreExpandedAsInGo(String template, String expanded) {
        GoRegex regex = GoRegex.anchored("(\\w+)-(?P<name>\\w+)");
        String result = regex.expansion(template).expand(regex.match("foo-bar"));
        if (template.equals("x$1y$2z")) {
            assertThat(result).as("names are as long as they can be").isEqualTo("x");
        }
        assertThat(result).isEqualTo(expanded);
    }

    @ParameterizedTest
    @CsvSource({"a, a-", "b, -b"})
    void aGroupThatTookNoPartIsEmpty(String value, String expanded) {
        GoRegex regex = GoRegex.anchored("(a)|(b)");
        assertThat(regex.expansion("$1-$2").expand(regex.match(value))).isEqualTo(expanded);
    }

    @Property
    void textWithoutDollarsIsItself(@ForAll String text) {
        String plain = text.replace("$", "");
        GoRegex regex = GoRegex.anchored("(.*)");
        assertThat(regex.expansion(plain).expand(regex.match("x"))).isEqualTo(plain);
    }

    @Property
    void doubledDollarsStandForThemselves(@ForAll String text) {
        GoRegex regex = GoRegex.anchored("(.*)");
        assertThat(regex.expansion(text.replace("$", "$$")).expand(regex.match("x")))
                .isEqualTo(text);
    }

    @Property
    void theFirstGroupOfTheDefaultIsTheValue(@ForAll String value) {
        GoRegex regex = GoRegex.anchored("(.*)");
        assertThat(regex.expansion("<${1}|$0>").expand(regex.match(value))).isEqualTo("<" + value + "|" + value + ">");
    }
}
