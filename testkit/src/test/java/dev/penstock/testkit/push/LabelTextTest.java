package dev.penstock.testkit.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{a-b=\"x\"} | 1:3: parse error: unexpected character inside braces: '-'",
                "{a.b=\"x\"} | 1:3: parse error: unexpected character inside braces: '.'",
                "{1a=\"x\"} | 1:2: parse error: unexpected character inside braces: '1'",
                "{ü=\"x\"} | 1:2: parse error: unexpected character inside braces: 'ü'",
                "{a=\"x\" | 1:7: parse error: unexpected end of input inside braces",
                "{a=\"x} | 1:4: parse error: unterminated quoted string",
                "{a=\"\\q\"} | 1:4: parse error: unknown escape sequence U+0071 'q'",
                "{a=\"\\xg0\"} | 1:4: parse error: illegal character U+0067 'g' in escape sequence",
                "{a=\"\\ud800\"} | 1:4: parse error: escape sequence is an invalid Unicode code point",
                "{a=\"x\uFFFD\"} | 1:4: parse error: invalid UTF-8 rune",
                "{a} | 1:3: parse error: unexpected \"}\" in label set, expected \"=\"",
                "{a=b} | 1:4: parse error: unexpected identifier \"b\" in label set, expected string",
                "{a=\"x\" b=\"y\"} | 1:8: parse error: unexpected identifier \"b\" in label set, expected \",\" or \"}\"",
                "{=\"x\"} | 1:2: parse error: unexpected \"=\" in label set, expected identifier or \"}\"",
                "{a!=\"x\"} | 1:3: parse error: unexpected \"!=\" in label set, expected \"=\"",
                "{{ | 1:2: parse error: unexpected left brace '{'"
            })
    void errorSaysWhereAndWhy(String text, String message) {
        assertThatThrownBy(() -> LabelText.parse(text)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a=\"x\ny\"}", "{a=\"x\0\"}", "{a=`x}", "{a=\"\\", "{a=\"x\"} y", "a=\"x\"", "{,}"})
    void thisIsNoLabelText(String text) {
        assertThatThrownBy(() -> LabelText.parse(text)).isInstanceOf(LabelTextException.class);
    }

    @Test
    void everyKindOfQuoteIsRead() throws Exception {
        assertThat(LabelText.parse("{a=\"1\",b='2', c=`3\\n`,\n d=\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"}")
                        .labels())
                .containsEntry("a", "1")
                .containsEntry("b", "2")
                .containsEntry("c", "3\\n")
                .containsEntry("d", "\u0007\b\f\n\r\t\u000b\\\"");
    }

    @Test
    void whatIsPrintedIsReadBack() throws Exception {
        String value = "a \"q\" \\ \n\t\u0000\u0007\u200b ü 😀 \u00a0\ue000";
        String text = GoText.labels(Map.of("a", value));

        assertThat(LabelText.parse(text).labels()).containsEntry("a", value);
        assertThat(text).contains("\\x00\\a\\u200b ü 😀 \\u00a0\\ue000");
    }
}
