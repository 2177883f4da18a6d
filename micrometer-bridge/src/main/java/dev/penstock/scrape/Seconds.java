package dev.penstock.scrape;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as plain decimal seconds. */
final class Seconds {

    private static final int NANO_DIGITS = 9;

    private Seconds() {}

    /** Such as {@code 10} or {@code 0.5}. */
    static String text(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS))
                .stripTrailingZeros();
        return seconds.toPlainString();
    }
}
