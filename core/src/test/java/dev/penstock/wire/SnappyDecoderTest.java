package dev.penstock.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** Whatever the native library reads, the decoder in Java must read, and nothing else. */
class SnappyDecoderTest {

    @Property
    void whatTheNativeCompressorWritesIsRead(
            @ForAll @IntRange(max = 200_000) int length, @ForAll @IntRange(max = 255) int variety, @ForAll long seed)
            throws IOException {
        byte[] input = bytes(length, variety, new Random(seed));

        assertBothRead(Snappy.compress(input), input);
    }

    @Property
    void repetitiveDataIsRead(
            @ForAll @IntRange(max = 200_000) int length,
            @ForAll @IntRange(min = 1, max = 300) int period,
            @ForAll @IntRange(max = 100) int changes,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        byte[] pattern = bytes(period, 255, random);
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = pattern[i % period];
        }
        for (int i = 0; i < changes && length > 0; i++) {
            input[random.nextInt(length)]++;
        }

        assertBothRead(Snappy.compress(input), input);
    }

    /** Kinds of elements too that the native compressor never writes: far copies, lengths in more bytes than they need. */
    @Property
    void everyElementOfTheFormatIsRead(@ForAll @IntRange(max = 60) int elements, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        byte[] expected = new byte[elements * 400];
        int size = 0;
        for (int i = 0; i < elements; i++) {
            int kind = size == 0 ? 0 : random.nextInt(4);
            int length = kind == 0 ? 1 + random.nextInt(400) : 1 + random.nextInt(64);
            if (kind == 0) {
                byte[] literal = bytes(length, 255, random);
                int lengthBytes = random.nextInt(length <= 60 ? 0 : length <= 256 ? 1 : 2, 5);
                block.write((lengthBytes == 0 ? length - 1 : 59 + lengthBytes) << 2);
                writeNumber(block, length - 1, lengthBytes);
                block.write(literal);
                System.arraycopy(literal, 0, expected, size, length);
            } else {
                if (kind == 1) {
                    length = 4 + random.nextInt(8);
                }
                int offset = 1 + random.nextInt(Math.min(size, kind == 1 ? 2047 : 65_535));
                block.write(kind == 1 ? 1 | (length - 4) << 2 | (offset >> 8) << 5 : kind | (length - 1) << 2);
                writeNumber(block, offset, kind == 3 ? 4 : kind);
                for (int j = 0; j < length; j++) {
                    expected[size + j] = expected[size + j - offset];
                }
            }
            size += length;
        }

        assertBothRead(withSize(size, block.toByteArray()), Arrays.copyOf(expected, size));
    }

    @Property(tries = 2000)
    void onBytesOfAnyKindBothDecodersAgree(
            @ForAll @IntRange(max = 200) int size, @ForAll @Size(max = 40) byte[] elements) {
        assertBothAgree(withSize(size, elements));
    }

    @Property
    void onChangedBlocksBothDecodersAgree(
            @ForAll @IntRange(min = 1, max = 5000) int length,
            @ForAll @IntRange(max = 20) int variety,
            @ForAll @IntRange(min = 1, max = 3) int changes,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        byte[] block = Snappy.compress(bytes(length, variety, random));
        for (int i = 0; i < changes; i++) {
            block[random.nextInt(block.length)] = (byte) random.nextInt();
        }

        assertBothAgree(block);
    }

    @Property
    void aTruncatedBlockIsRefused(
            @ForAll @IntRange(min = 1, max = 5000) int length,
            @ForAll @IntRange(max = 20) int variety,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        byte[] block = Snappy.compress(bytes(length, variety, random));
        byte[] truncated = Arrays.copyOf(block, random.nextInt(block.length));

        assertThatIllegalArgumentException().isThrownBy(() -> inJava(truncated));
        assertThatIllegalArgumentException().isThrownBy(() -> SnappyBlock.uncompress(truncated));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "''             | begins with no size",
                "80             | begins with no size",
                "8080808080     | begins with no size",
                "808080808001   | begins with no size",
                "ffffffff0f     | cannot hold 4294967295",
                "ffffffff7f     | cannot hold",
                "80808008       | cannot hold 16777216",
                "01             | holds less",
                "020061         | holds less",
                "010461         | ends within a literal",
                "01f0           | ends within an element",
                "01f400         | ends within an element",
                "01fcffffffff61 | ends within a literal",
                "01fcffffff7f61 | ends within a literal",
                "000061         | holds more",
                "01046161       | holds more",
                "0506           | ends within an element",
                "05006101       | ends within an element",
                "0500610100     | before its beginning",
                "0500610102     | before its beginning",
                "05006112       | ends within an element",
                "050061120000   | before its beginning",
                "050061120200   | before its beginning",
                "05006113ffffffff | before its beginning",
                "05006113000000   | ends within an element",
                "0400610101     | holds more",
                "050061160100   | holds more",
            },
            delimiter = '|')
    void malformedBlocksAreRefused(@Nullable String hex, String why) {
        byte[] block = HexFormat.of().parseHex(hex);

        assertThatIllegalArgumentException().isThrownBy(() -> inJava(block)).withMessageContaining(why);
        assertThatIllegalArgumentException().isThrownBy(() -> SnappyBlock.uncompress(block));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_384, 1_000_000})
    void theDeclaredSizeIsRead(int size) throws IOException {
        assertThat(SnappyBlock.uncompressedSize(Snappy.compress(new byte[size])))
                .isEqualTo(size);
    }

    @Test
    void theDensestBlockIsWithinWhatIsBelieved() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(HexFormat.of().parseHex("0061"));
        for (int i = 0; i < 10_000; i++) {
            block.writeBytes(HexFormat.of().parseHex("fe0100"));
        }
        byte[] expected = new byte[640_001];
        Arrays.fill(expected, (byte) 'a');

        assertBothRead(withSize(expected.length, block.toByteArray()), expected);
    }

    @Test
    void severalBlocksAreUncompressedOneBehindTheOther() throws IOException {
        byte[] block = Snappy.compress("abcabcabcabcabcabc");
        byte[] out = new byte[40];
        SnappyDecoder.uncompress(block, out, 2, 18);
        assertThat(SnappyBlock.uncompress(block, out, 20)).isEqualTo(18);

        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo("\0\0" + "abc".repeat(12) + "\0\0");
    }

    /** What stands before the block's place belongs to another block. */
    @Test
    void aCopyDoesNotReachBeforeTheBlocksPlace() {
        byte[] block = HexFormat.of().parseHex("0500610102");
        byte[] out = new byte[20];

        assertThatIllegalArgumentException().isThrownBy(() -> SnappyDecoder.uncompress(block, out, 10, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> SnappyBlock.uncompress(block, out, 10));
    }

    private static void assertBothRead(byte[] block, byte[] expected) {
        assertThat(SnappyDecoder.declaredSize(block)).isEqualTo(expected.length);
        assertThat(inJava(block)).isEqualTo(expected);
        assertThat(SnappyBlock.uncompress(block)).isEqualTo(expected);
    }

    private static void assertBothAgree(byte[] block) {
        assertThat(orNull(() -> inJava(block))).isEqualTo(orNull(() -> SnappyBlock.uncompress(block)));
    }

    private static byte @Nullable [] orNull(Supplier<byte[]> decoder) {
        try {
            return decoder.get();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] inJava(byte[] block) {
        byte[] out = new byte[SnappyDecoder.declaredSize(block)];
        SnappyDecoder.uncompress(block, out, 0, out.length);
        return out;
    }

    private static byte[] withSize(int size, byte[] elements) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int rest = size;
        for (; rest >= 0x80; rest >>>= 7) {
            block.write(rest | 0x80);
        }
        block.write(rest);
        block.writeBytes(elements);
        return block.toByteArray();
    }

    private static void writeNumber(ByteArrayOutputStream out, int number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(number >> (8 * i));
        }
    }

    private static byte[] bytes(int length, int variety, Random random) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(variety + 1);
        }
        return bytes;
    }
}
