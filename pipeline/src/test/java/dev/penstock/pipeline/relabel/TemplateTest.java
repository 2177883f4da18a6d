package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

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
        AnchoredRegex regex = AnchoredRegex.of("(\\w+)-(?P<name>\\w+)");
        String result = Template.of(template, regex).expand(regex.match("foo-bar"));
        if (template.equals("x$1y$2z")) {
            assertThat(result).as("names are as long as they can be").isEqualTo("x");
        }
        assertThat(result).isEqualTo(expanded);
    }

    @ParameterizedTest
    @CsvSource({"a, a-", "b, -b"})
    void aGroupThatTookNoPartIsEmpty(String value, String expanded) {
        AnchoredRegex regex = AnchoredRegex.of("(a)|(b)");
        assertThat(Template.of("$1-$2", regex).expand(regex.match(value))).isEqualTo(expanded);
    }

    @Property
    void textWithoutDollarsIsItself(@ForAll String text) {
        String plain = text.replace("$", "");
        AnchoredRegex regex = AnchoredRegex.of("(.*)");
        assertThat(Template.of(plain, regex).expand(regex.match("x"))).isEqualTo(plain);
    }

    @Property
    void doubledDollarsStandForThemselves(@ForAll String text) {
        AnchoredRegex regex = AnchoredRegex.of("(.*)");
        assertThat(Template.of(text.replace("$", "$$"), regex).expand(regex.match("x")))
                .isEqualTo(text);
    }

    @Property
    void theFirstGroupOfTheDefaultIsTheValue(@ForAll String value) {
        AnchoredRegex regex = AnchoredRegex.of("(.*)");
        assertThat(Template.of("<${1}|$0>", regex).expand(regex.match(value)))
                .isEqualTo("<" + value + "|" + value + ">");
    }
}
