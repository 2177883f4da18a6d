package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBufferTest {

    private final LineBuffer buffer = new LineBuffer();

    @ParameterizedTest
    @CsvSource({"a, a", "a|, a", "a~|, a", "a||, a|", "|, ''", "~|, ''", "a~, a~", "'', ''", "a|b|, a|b"})
    void oneLineEndIsCutOff(String given, String line) {
        buffer.begin().append(written(given));

        assertThat(buffer.end()).hasToString(written(line));
    }

    private static String written(String text) {
        return text.replace('|', '\n').replace('~', '\r');
    }

    @Test
    void eachLineBeginsEmpty() {
        buffer.begin().append("x".repeat(1 << 20));
        assertThat(buffer.end()).hasSize(1 << 20);

        StringBuilder next = buffer.begin();
        assertThat(next).isEmpty();
        assertThat(next.capacity()).isLessThan(1 << 16);
        assertThat(buffer.begin()).isSameAs(next);
    }
}
