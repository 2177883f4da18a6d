package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.MessageFormatter;

/** What is formatted later reads as SLF4J would have formatted it at once. */
class MessageFormatTest {

    private enum Failing {
        VALUE;

        @Override
        public String toString() {
            throw new IllegalStateException("cannot be printed");
        }
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of("{}", "{", "}", "\\", "\\{}", "\\\\{}", "\\\\\\{}", "{ }", "a", "ü", "😀", "", " ")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Object>> arguments() {
        return Arbitraries.<Object>of(
                        "text", "", "{}", "\\", 1, -1, Integer.MIN_VALUE, Long.MIN_VALUE, 1.5, 1e300, 0.1f, 'c', true)
                .injectNull(0.1)
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 5000)
    void readsAsBySlf4j(@ForAll("patterns") String pattern, @ForAll("arguments") List<Object> arguments) {
        Object[] array = arguments.toArray();

        assertThat(formatted(pattern, array))
                .isEqualTo(MessageFormatter.arrayFormat(pattern, array).getMessage());
    }

    @Test
    void whatCannotBePrintedCostsNoMoreThanItsPlace() {
        assertThat(formatted("a {} b {}", Failing.VALUE, 2)).isEqualTo("a [FAILED toString()] b 2");
    }

    @Test
    void aMessageMayBeMissing() {
        assertThat(formatted(null, 1)).isEqualTo("null");
    }

    private static String formatted(String pattern, Object... arguments) {
        StringBuilder out = new StringBuilder("before ");
        MessageFormat.append(pattern, Arrays.copyOf(arguments, arguments.length), out);
        assertThat(out).startsWith("before ");
        return out.substring("before ".length());
    }
}
