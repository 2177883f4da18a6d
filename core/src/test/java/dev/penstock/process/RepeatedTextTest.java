package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedTextTest {

    private final RepeatedText text = new RepeatedText();

    private String value(String value) {
        text.begin().append(value);
        return text.end();
    }

    @Test
    void aValueThatIsRepeatedIsTheSameString() {
        assertThat(value("")).isEmpty();
        String first = value("req-1");

        assertThat(value("req-1")).isSameAs(first).isEqualTo("req-1");
        assertThat(value("req-2")).isEqualTo("req-2");
        assertThat(value("req-")).isEqualTo("req-");
        assertThat(value("")).isEmpty();
        assertThat(value("x".repeat(1 << 20))).hasSize(1 << 20);
        assertThat(value("req-1")).isEqualTo("req-1");
    }
}
