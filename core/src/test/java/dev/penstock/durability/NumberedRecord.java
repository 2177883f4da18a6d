package dev.penstock.durability;

import dev.penstock.LogShipper;
import dev.penstock.testkit.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;

/** A record of which everything follows from its number, so that what arrives can be checked in every part. */
final class NumberedRecord {

    static final int STREAMS = 6;

    private static final String[] SCRAPS = {"grün", "日本語", "🚰", "\"quote\"", "a\\b", "tab\t", "plain text ", "é", "}{"
    };

    private NumberedRecord() {}

    static String tenant(long number) {
        return number % 2 == 0 ? "even" : "odd";
    }

    static String stream(long number) {
        return "s" + number % STREAMS;
    }

    static Map<String, String> labels(long number) {
        return Map.of("app", "tür \"1\"", "stream", stream(number), "level", "info");
    }

    static Map<String, String> metadata(long number) {
        return Map.of("number", Long.toString(number), "sign", "ß" + number);
    }

    static String line(long number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]).append(Integer.toHexString(random.nextInt()));
        }
        CRC32C crc = new CRC32C();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return number + " " + Long.toHexString(crc.getValue()) + " [" + text + "]";
    }

    static void log(LogShipper shipper, long number) {
        shipper.log(
                Instant.now(),
                Map.of("__tenant_id__", tenant(number), "app", "tür \"1\"", "stream", stream(number), "level", "info"),
                line(number),
                metadata(number));
    }

    /** The number of what was stored for a tenant; throws unless it is as it was logged. */
    static long check(String tenant, StoredEntry stored) {
        long number = Long.parseLong(stored.line().substring(0, stored.line().indexOf(' ')));
        if (!stored.line().equals(line(number))
                || !tenant(number).equals(tenant)
                || !stored.labels().entrySet().containsAll(labels(number).entrySet())
                || !stored.structuredMetadata()
                        .entrySet()
                        .containsAll(metadata(number).entrySet())) {
            throw new AssertionError("number " + number + " of tenant " + tenant + " is " + stored);
        }
        return number;
    }
}
