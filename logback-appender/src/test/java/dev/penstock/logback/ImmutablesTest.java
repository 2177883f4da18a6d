package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImmutablesTest {

    /** One constant prints as it likes. */
    private enum Mixed {
        PLAIN,
        OWN {
            @Override
            public String toString() {
                return "own";
            }
        }
    }

    private record Point(int x) {}

    static Stream<Object> immutable() {
        return Stream.of(
                "text",
                1,
                1L,
                1.5,
                'c',
                true,
                Mixed.PLAIN,
                DayOfWeek.MONDAY,
                TimeUnit.DAYS,
                BigInteger.TEN,
                new BigDecimal("1.10"),
                new UUID(1, 2),
                Instant.EPOCH,
                Duration.ZERO,
                ZonedDateTime.parse("2020-01-01T00:00:00Z"),
                String.class);
    }

    static Stream<Object> mutable() {
        return Stream.of(
                Mixed.OWN,
                new StringBuilder("text"),
                new Date(0),
                new java.sql.Date(0),
                List.of(1),
                Optional.of(1),
                new Point(1),
                new int[1],
                new AtomicLong(),
                Path.of("/tmp"),
                new File("/tmp"),
                URI.create("a:b"),
                Clock.systemUTC(),
                new BigInteger("1") {
                    @Override
                    public String toString() {
                        return "own";
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("immutable")
    void whatPrintsTheSameLater(Object value) {
        assertThat(Immutables.isImmutable(value)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("mutable")
    void whatMayPrintOtherwiseLater(Object value) {
        assertThat(Immutables.isImmutable(value)).isFalse();
    }

    @Test
    void numbersTooLongToBePrintedByAThreadThatOthersWaitFor() {
        assertThat(Immutables.isImmutable(BigInteger.ONE.shiftLeft(1_000_000))).isFalse();
        assertThat(Immutables.isImmutable(new BigDecimal(BigInteger.ONE.shiftLeft(100_000))))
                .isFalse();
        assertThat(Immutables.isImmutable(new BigDecimal("1E+1000000"))).isTrue();
    }
}
