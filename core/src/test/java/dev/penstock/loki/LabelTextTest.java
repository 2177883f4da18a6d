package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.push.GoString;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {

    @Test
    void namesAreSorted() {
        Map<String, String> labels = new HashMap<>();
        labels.put("b", "2");
        labels.put("a", "1");
        labels.put("B", "3");
        labels.put("_", "4");

        assertThat(LabelText.of(labels)).isEqualTo("{B=\"3\", _=\"4\", a=\"1\", b=\"2\"}");
    }

    @Test
    void noLabelsAreEmptyBraces() {
        assertThat(LabelText.of(Map.of())).isEqualTo("{}");
    }

    /** The right column is what Go's strconv.Quote makes of the code points on the left. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "22, \\\"",
                "5c, \\\\",
                "a, \\n",
                "d, \\r",
                "9, \\t",
                "0, \\u0000",
                "1b, \\u001b",
                "7f, \\u007f",
                "85, \\u0085",
                "a0, \\u00a0",
                "ad, \\u00ad",
                "200b, \\u200b",
                "2028, \\u2028",
                "2029, \\u2029",
                "3000, \\u3000",
                "e000, \\ue000",
                "feff, \\ufeff",
                "fffd, \\ufffd",
                "d800, \\ufffd",
                "dfff, \\ufffd",
                "ffff, \\uffff",
                "e0001, \\U000e0001",
                "10ffff, \\U0010ffff",
                "27, '",
                "7b, {",
                "7d, }",
                "fc, ü",
                "20ac, €",
                "1f600, 😀",
                "301, \u0301"
            })
    void whatALexerRefusesOrNobodySeesIsEscaped(String hex, String quoted) {
        String value = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";

        assertThat(LabelText.of(Map.of("x", value))).isEqualTo("{x=\"a" + quoted + "b\"}");
    }

    @Provide
    Arbitrary<String> values() {
        return Texts.any();
    }

    @Property
    void lokiReadsBackWhatIsWritten(@ForAll("values") String value) throws Exception {
        String text = LabelText.of(Map.of("x", value));

        assertThat(text).startsWith("{x=\"").endsWith("\"}");
        GoString read = new GoString(text, 3, '"');
        assertThat(read.value()).isEqualTo(Texts.wellFormed(value));
        assertThat(read.end()).isEqualTo(text.length() - 1);
    }
}
