package dev.penstock.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HostileExpositionTest {

    private static final String TEXT = """
            # HELP "a.b_seconds" x \\n "y" é
            # TYPE "a.b_seconds" histogram
            # UNIT "a.b_seconds" seconds
            {"a.b_seconds_bucket",le="1",x="\\"\\\\\\n😀"} 1 1.5 # {t="x",} 0.5e3 1520879607.789
            {le="+Inf","a.b_seconds_bucket"} NaN
            {"a.b_seconds_created"} 12.5
            # TYPE c counter
            c_total{a="b",c="d"} -1.5e-3 # {} 5
            c_created{c="d",a="b"} 3
            # EOF
            """;

    /** Whatever comes, it is parsed or refused with the line; nothing else happens, and the parser can go on. */
    @Property(tries = 5000)
    void damagedTextsAreRefusedAndNothingElse(@ForAll long seed) throws Exception {
        for (ExpositionFormat format : ExpositionFormat.values()) {
            ExpositionParser parser = new ExpositionParser(format);
            byte[] damaged = damage(TEXT.getBytes(StandardCharsets.UTF_8), new Random(seed));
            try {
                parser.parse(damaged, HostileExpositionTest::readAll);
            } catch (ExpositionException e) {
                assertThat(e.line()).isPositive();
                assertThat(e).hasMessageStartingWith("line " + e.line() + ": ").hasMessageNotContaining("\n");
            }
            int[] samples = {0};
            parser.parse("a 1\n# EOF\n".getBytes(StandardCharsets.UTF_8), sample -> samples[0]++);
            assertThat(samples[0]).isEqualTo(1);
        }
    }

    @Test
    void linesAreReadWithoutGarbage() throws Exception {
        StringBuilder text = new StringBuilder("# TYPE c counter\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("c_total{uri=\"/api/é/")
                    .append(i)
                    .append("\",method=\"GET\"} ")
                    .append(i * 0.25)
                    .append(" 1520879607.789\n");
        }
        byte[] body = text.append("# EOF\n").toString().getBytes(StandardCharsets.UTF_8);
        ExpositionParser parser = new ExpositionParser(ExpositionFormat.OPENMETRICS_TEXT);
        double[] sum = {0};
        ExpositionVisitor visitor = sample -> sum[0] += sample.value() + sample.keyLength();
        parser.parse(body, visitor);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        parser.parse(body, visitor);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }

    private static void readAll(ParsedSample sample) {
        assertThat(sample.name()).isNotEmpty();
        assertThat(sample.labels()).isNotNull();
        assertThat(sample.exemplarLabels()).isNotNull();
        assertThat(sample.family().help()).isNotNull();
        assertThat(sample.keyLength()).isPositive();
    }

    private static byte[] damage(byte[] text, Random random) {
        byte[] damaged = text.clone();
        int length = damaged.length;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] = (byte) "\"{}\\\n#,= 1eE._\0".charAt(random.nextInt(15));
                case 2 -> length = Math.max(1, at);
                default -> damaged[at] = damaged[random.nextInt(length)];
            }
        }
        return Arrays.copyOf(damaged, length);
    }
}
