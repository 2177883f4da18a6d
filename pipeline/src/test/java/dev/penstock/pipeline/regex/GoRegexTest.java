package dev.penstock.pipeline.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoRegexTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a*, baaac, <>b<>c<>",
                "a*, ~~, <>",
                "a, baaac, b<><><>c",
                "x*, abc, <>a<>b<>c<>",
                "b*, abc, <>a<>c<>",
                "^, abc, <>abc",
                "$, abc, abc<>",
                "😀*, a😀b, <>a<>b<>",
                "(?i)é, Éa, <>a",
                "\\b, a b, <>a<> <>b<>",
                "z, abc, abc",
            })
    void allMatchesAreReplacedAsInGo(String regex, String input, String expected) {
        assertThat(GoRegex.compile(regex).replaceAllLiteral(input, "<>")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a*, baaac, 0-0 1-4 5-5",
                "a, banana, 1-2 3-4 5-6",
                "x*, ab, 0-0 1-1 2-2",
                "^, ab, 0-0",
                "., a😀b, 0-1 1-3 3-4"
            })
    void allMatchesAreFoundAsInGo(String regex, String input, String expected) {
        List<String> found = new ArrayList<>();
        GoRegex.compile(regex).forEachMatch(input, m -> found.add(m.start(0) + "-" + m.end(0)));
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @Test
    void groupsAreExpandedInEachMatch() {
        GoRegex regex = GoRegex.compile("(?P<key>\\w+)=(\\w+)?");
        assertThat(regex.replaceAll("a=1 b= c=3", "$key:${2}_x")).isEqualTo("a:1_x b:_x c:3_x");
        assertThat(regex.replaceAll("a=1", "$2_x-$$")).isEqualTo("-$");
    }

    @Test
    void groupsHaveNamesAndNumbers() {
        GoRegex regex = GoRegex.compile("(?P<b>x)(y)?(?<a>z)");
        assertThat(regex.groupNames()).containsExactly("", "b", "", "a");
        assertThat(regex.namedGroups()).containsExactly(new NamedGroup("b", 1), new NamedGroup("a", 3));
        assertThat(regex.groupCount()).isEqualTo(3);
        GoMatch match = regex.match("-xz-");
        assertThat(match.group(2)).isNull();
        assertThat(match.text(2)).isEmpty();
        assertThat(match.start(2)).isEqualTo(-1);
        assertThat(match.start(0)).isEqualTo(1);
        assertThat(match.end(3)).isEqualTo(3);
        assertThat(regex.match("xy")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "(?=a) | look-ahead",
                "(?!a) | look-ahead",
                "(?<=a)b | look-behind",
                "(?<!a)b | look-behind",
                "(a)\\1 | back-references",
                "(?P<x>a)(?P=x) | back-references",
                "a++ | possessive",
                "a*+ | possessive",
                "(?>a) | (?:",
                "(?x)a b | (?x)",
                "a{1001} | 1000",
                "\\Z | \\z",
                "\\h+ | [ \\t]",
                "\\u0041 | \\x{0041}",
                "a) | unexpected )",
                "(a | \\(",
                "[a | \\[",
                "* | \\*",
                "(?P<a-b>x) | letters",
                "((a{100}){100}){100} | 1000",
            },
            delimiter = '|')
    void theMessageSaysHowRe2HasIt(String regex, String said) {
        assertThatThrownBy(() -> GoRegex.compile(regex))
                .isInstanceOf(RegexException.class)
                .hasMessageStartingWith("regex '" + regex + "' is not accepted: ")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "foobar, foobar",
                "foo.bar, foo",
                "fo+bar, bar",
                "foo?, fo",
                "a{3}foo, foo",
                "(?:foo|bar)x, x",
                "(foo)?bar, bar",
                "(foo)+, foo",
                "\\[error\\] (\\d+), ~[error] ~",
                "[abc]foo[^]x]y, foo",
            })
    void theLongestRequiredTextIsFound(String regex, String literal) {
        assertThat(RequiredLiteral.of(regex)).isEqualTo(literal);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"a|b", "(?i)foo", "(a|b)", "\\w+", "(foo)*", "(foo){0}", "~~", "\\Qfoo\\E", "(?s:foo)", "foo|"})
    void whereNothingIsRequiredThereIsNoText(String regex) {
        assertThat(RequiredLiteral.of(regex)).isNull();
    }

    /** Pieces of which expressions are put together, many of them with no meaning. */
    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(
                        "a", "b", "ab", "ba", ".", "*", "+", "?", "|", "(", ")", "(?:", "(?P<n>", "[ab]", "[^a]", "^",
                        "$", "\\.", "\\w", "\\b", "{2}", "{0,1}", ".*", ".+", "(a|b)", "\\[", "(?i)", "\\x61", "\\141",
                        "{")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 5000)
    void shortcutsAnswerAsTheAutomatonDoes(
            @ForAll("regexes") String regex,
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String letters) {
        String input = letters.replace('c', '.');
        check(regex, input, "");
        check(regex, input + "\n" + input, "");
    }

    private static void check(String regex, String input, String replacement) {
        GoRegex goRegex;
        try {
            goRegex = GoRegex.compile(regex);
        } catch (RegexException e) {
            return;
        }
        Matcher matcher = Pattern.compile(regex).matcher(input);
        boolean found = matcher.find();
        assertThat(goRegex.find(input)).as(regex).isEqualTo(found);
        GoMatch match = goRegex.match(input);
        assertThat(match != null).as(regex).isEqualTo(found);
        if (match != null) {
            for (int i = 0; i <= matcher.groupCount(); i++) {
                assertThat(match.group(i)).as(regex).isEqualTo(matcher.group(i));
            }
        }
        List<String> all = new ArrayList<>();
        goRegex.forEachMatch(input, m -> all.add(m.text(0)));
        assertThat(all.isEmpty()).as(regex).isEqualTo(!found);
        goRegex.replaceAll(input, "$1" + replacement);
        GoRegex anchored = GoRegex.anchored(regex);
        assertThat(anchored.find(input))
                .as(regex)
                .isEqualTo(
                        Pattern.compile("^(?s:" + regex + ")$").matcher(input).find());
    }

    @Property
    void anyTextIsAnExpressionOrRefused(@ForAll String text, @ForAll String input) {
        try {
            GoRegex regex = GoRegex.compile(text);
            regex.find(input);
            regex.replaceAll(input, text);
            Pattern.compile(text);
        } catch (RegexException e) {
            assertThat(e.problem()).isNotEmpty();
        } catch (PatternSyntaxException e) {
            throw new AssertionError("taken though RE2 refuses it", e);
        }
    }
}
