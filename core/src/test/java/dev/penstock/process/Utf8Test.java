package dev.penstock.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    private static final Pattern MARK = Pattern.compile("…\\[(\\d+) bytes cut]$");

    @Provide
    Arbitrary<String> texts() {
        return Texts.any();
    }

    @Property(tries = 1000)
    void whatIsWrittenIsTheTextWithHalfPairsReplaced(@ForAll("texts") String text) throws Exception {
        Utf8 utf8 = new Utf8();

        int written = utf8.write(text);

        assertThat(decoded(utf8)).isEqualTo(Texts.wellFormed(text));
        assertThat(written).isEqualTo(utf8.size()).isEqualTo(Utf8.length(text));
    }

    @Property
    void textsStandOneBehindTheOther(@ForAll("texts") String first, @ForAll("texts") String second) throws Exception {
        Utf8 utf8 = new Utf8();
        utf8.write("forgotten");
        utf8.clear();

        int one = utf8.write(first);
        int two = utf8.write(second);

        assertThat(utf8.size()).isEqualTo(one + two);
        assertThat(decoded(utf8)).isEqualTo(Texts.wellFormed(first) + Texts.wellFormed(second));
    }

    @Property(tries = 1000)
    void whatIsCutKeepsItsBeginningAndCarriesTheMark(
            @ForAll("texts") String text, @ForAll @IntRange(min = Utf8.MARK_BYTES, max = 400) int most)
            throws Exception {
        Utf8 utf8 = new Utf8();
        utf8.write("before");

        boolean cut = utf8.writeCut(text, most);

        assertThat(decoded(utf8)).startsWith("before");
        String written = decoded(utf8).substring("before".length());
        int whole = Texts.wellFormed(text).getBytes(UTF_8).length;
        assertThat(cut).isEqualTo(whole > most);
        assertThat(written.getBytes(UTF_8).length).isLessThanOrEqualTo(most);
        assertIsWholeOrCut(written, text, most);
    }

    @Property(tries = 1000)
    void aTextIsCutAsItsBytesAre(
            @ForAll("texts") String text, @ForAll @IntRange(min = Utf8.MARK_BYTES, max = 400) int most)
            throws Exception {
        String cut = Utf8.cut(text, most);

        assertThat(Utf8.length(cut)).isLessThanOrEqualTo(most);
        assertIsWholeOrCut(Texts.wellFormed(cut), text, most);
        Utf8 utf8 = new Utf8();
        utf8.writeCut(text, most);
        assertThat(decoded(utf8)).isEqualTo(Texts.wellFormed(cut));
    }

    private static void assertIsWholeOrCut(String result, String text, int most) {
        String expected = Texts.wellFormed(text);
        int whole = expected.getBytes(UTF_8).length;
        if (whole <= most) {
            assertThat(result).isEqualTo(expected);
            return;
        }
        Matcher mark = MARK.matcher(result);
        assertThat(mark.find()).isTrue();
        String kept = result.substring(0, mark.start());
        assertThat(expected).startsWith(kept);
        assertThat(kept.getBytes(UTF_8).length + Integer.parseInt(mark.group(1)))
                .isEqualTo(whole);
        // No more than one character could have been kept besides.
        assertThat(kept.getBytes(UTF_8).length).isGreaterThan(most - Utf8.MARK_BYTES - 4);
        assertThat(kept.isEmpty() || !Character.isHighSurrogate(kept.charAt(kept.length() - 1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "\ud800, \ufffd",
        "\udc00, \ufffd",
        "\ud800\ud800, \ufffd\ufffd",
        "\udc00\ud800, \ufffd\ufffd",
        "\ud800a, \ufffda",
        "a\ud800, a\ufffd",
        "a\udc00b, a\ufffdb",
        "\ud83d\ude00, 😀",
        "\ud83d\ud83d\ude00, \ufffd😀",
        "\ud83d\ude00\ude00, 😀\ufffd",
        "\udbff\udfff, \udbff\udfff"
    })
    void halfASurrogatePairBecomesAReplacementCharacter(String text, String expected) throws Exception {
        Utf8 utf8 = new Utf8();

        utf8.write(text);

        assertThat(decoded(utf8)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "€", "😀", "\ud800"})
    void aTextOfExactlyTheLimitIsNotCut(String character) {
        String text = character.repeat(100);
        int bytes = Utf8.length(text);

        assertThat(new Utf8().writeCut(text, bytes)).isFalse();
        assertThat(Utf8.cut(text, bytes)).isSameAs(text);
        assertThat(new Utf8().writeCut(text, bytes - 1)).isTrue();
        assertThat(Utf8.cut(text, bytes - 1)).isNotEqualTo(text);
    }

    @Test
    void theMarkAloneFitsIntoTheSmallestLimit() throws Exception {
        Utf8 utf8 = new Utf8();

        assertThat(utf8.writeCut("€".repeat(1_000_000), Utf8.MARK_BYTES)).isTrue();

        assertThat(decoded(utf8)).isEqualTo("…[3000000 bytes cut]");
    }

    @Test
    void aBufferThatBecameHugeIsNotKept() {
        Utf8 utf8 = new Utf8();
        utf8.write("x".repeat(2_000_000));

        utf8.clear();

        assertThat(utf8.bytes().length).isLessThan(10_000);
        assertThat(utf8.size()).isZero();
    }

    private static String decoded(Utf8 utf8) throws CharacterCodingException {
        // A new decoder reports what is malformed, where a String's constructor would hide it.
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(Arrays.copyOf(utf8.bytes(), utf8.size())))
                .toString();
    }

    @Test
    void aHugeTextIsNotEncodedWholeToBeCut() throws Exception {
        Utf8 utf8 = new Utf8();

        utf8.writeCut("€".repeat(1_000_000), 1000);

        assertThat(decoded(utf8)).startsWith("€").endsWith(" bytes cut]");
        assertThat(utf8.bytes().length).isLessThan(10_000);
    }
}
