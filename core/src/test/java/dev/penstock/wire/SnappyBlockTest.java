package dev.penstock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class SnappyBlockTest {

    private final SnappyBlock shared = new SnappyBlock();

    @Property(tries = 100)
    void bothKindsOfBlockUncompressToTheInput(
            @ForAll @IntRange(max = 200_000) int length, @ForAll @IntRange(max = 255) int variety, @ForAll long seed)
            throws IOException {
        assertBothUncompress(bytes(length, variety, seed), length);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 59, 60, 61, 127, 128, 16_383, 16_384, 65_535, 65_536, 65_537, 131_072, 131_073, 2_097_152})
    void sizesAtTheEdgesOfTheFormatUncompressToTheInput(int length) throws IOException {
        assertBothUncompress(bytes(length, 255, 1), length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void whatLiesBehindTheLengthIsLeftOut(int length) throws IOException {
        byte[] input = new byte[200];
        Arrays.fill(input, (byte) 'x');

        assertThat(Snappy.uncompress(shared.compress(input, length))).hasSize(length);
    }

    private void assertBothUncompress(byte[] input, int length) throws IOException {
        byte[] block = shared.compress(input, length);
        assertThat(Snappy.uncompress(block)).isEqualTo(input);

        byte[] room = new byte[32 + length + length / 6];
        byte[] literals = Arrays.copyOf(room, SnappyBlock.literals(input, length, room));
        assertThat(Snappy.isValidCompressedBuffer(literals)).isTrue();
        assertThat(Snappy.uncompress(literals)).isEqualTo(input);
    }

    private static byte[] bytes(int length, int variety, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(variety + 1);
        }
        return bytes;
    }
}
