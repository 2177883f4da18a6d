package dev.penstock.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.regex.GoRegex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "a=1 b=two # a:1 b:two # true",
                "bare k= x=y # bare: k: x:y # true",
                "a=\"x y\" b=1 # a:x y b:1 # true",
                "a=\"\\\"q\\\" \\n\\u0041\\/\\'\" # a:\"q\" \\nA/' # true",
                "a=1 b=x\"y c=2 # a:1 # false",
                "a=1 b=x=y c=2 # a:1 # false",
                "a=1 \"x\" # a:1 # false",
                "a=1 =2 # a:1 # false",
                "a=1 b=\"open # a:1 # false",
                "a=1 b=\"\\x\" c=2 # a:1 # false",
                "a=\"x\"b=2 # a:x b:2 # true",
                "hello world # hello: world: # true",
                "~~ # ~~ # true",
            })
    void logfmtPairsBeforeAnErrorStay(String text, String pairs, boolean whole) {
        List<String> found = new ArrayList<>();
        boolean result = Logfmt.decode(
                text == null ? "" : text, (key, value) -> found.add(key + ":" + value.replace("\n", "\\n")));
        assertThat(String.join(" ", found)).isEqualTo(pairs == null ? "" : pairs);
        assertThat(result).isEqualTo(whole);
    }

    @Test
    void logfmtIsDecodedLineByLine() {
        List<String> found = new ArrayList<>();
        assertThat(Logfmt.decode("a=1\r\nb=\"x\ny\"", (key, value) -> found.add(key + value)))
                .isFalse();
        assertThat(found).containsExactly("a1");
        assertThat(Logfmt.decode("a=" + "x".repeat(70_000), (key, value) -> {})).isFalse();
        assertThat(Logfmt.decode("a=" + "x".repeat(60_000) + "\nb=1", (key, value) -> {}))
                .isTrue();
    }

    @Property
    void anyTextIsDecoded(@ForAll String text) {
        Logfmt.decode("k=" + text, (key, value) -> assertThat(key).isNotEmpty());
        Logfmt.decode("k=\"" + text + "\\", (key, value) -> assertThat(key).isNotEmpty());
        Ansi.strip("\u001b[" + text + "\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "E[31mredE[0m # red",
                "E[1;31;40mx # x",
                "E[Kx # x",
                "E]0;titleBx # itleBx",
                "E]0<bell>x # x",
                "plain # plain",
                "E[ x # E[ x",
                "<csi>1mx # x",
                "E(Bx # x",
                "E[12345mx # mx",
                "E # E",
            })
    void terminalSequencesAreTakenOut(String text, String expected) {
        String input = text.replace("E", "\u001b").replace("<csi>", "\u009b");
        input = input.replace("<bell>", "\u0007");
        assertThat(Ansi.strip(input)).isEqualTo(expected.replace("E", "\u001b"));
    }

    @Test
    void textWithoutSequencesIsTheSame() {
        String text = "nothing here";
        assertThat(Ansi.strip(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '#',
            value = {
                "card 4111111111111111 ok # ~~ # 13 # card X ok",
                "card 4111111111111112 ok # ~~ # 13 # card 4111111111111112 ok",
                "4111-1111 1111-1111 # ~- ~ # 13 # X",
                "4111-1111-1111-1111 end # - # 13 # X end",
                "4111-1111-1111-1111- end # - # 13 # X- end",
                "4111-1111-1111-1111 # ~~ # 13 # 4111-1111-1111-1111",
                "18 # ~~ # 2 # X",
                "79927398713 # ~~ # 13 # 79927398713",
                "79927398713 # ~~ # 5 # X",
                "41111111111111111111111111111 # ~~ # 13 # 41111111111111111111111111111",
                "4111111111111111 # ~~ # 0 # X",
            })
    void luhnNumbersAreReplaced(String text, String delimiters, int minLength, String expected) {
        Luhn luhn = Luhn.of("X", minLength, delimiters == null ? "" : delimiters, null);
        assertThat(luhn.replace(text)).isEqualTo(expected);
    }

    @Test
    void numbersInASkippedMatchStay() {
        Luhn luhn = Luhn.of("X", 13, "", GoRegex.compile("order=\\d+"));
        assertThat(luhn.replace("order=4111111111111111 card=4111111111111111"))
                .isEqualTo("order=4111111111111111 card=X");
    }

    @Property
    void bytesAreThoseOfUtf8(@ForAll String text, @ForAll @IntRange(max = 40) int room) {
        String clean = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(Utf8Bytes.length(clean)).isEqualTo(clean.getBytes(StandardCharsets.UTF_8).length);
        String cut = Utf8Bytes.cut(clean, room);
        assertThat(clean).startsWith(cut);
        assertThat(Utf8Bytes.length(cut)).isLessThanOrEqualTo(room);
        if (cut.length() < clean.length()) {
            int next = cut.length() + Character.charCount(clean.codePointAt(cut.length()));
            assertThat(Utf8Bytes.length(clean.substring(0, next))).isGreaterThan(room);
        }
        Luhn.of("X", 2, "-", null).replace(text);
    }
}
