package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int ROUNDS = 10_000;

    @Test
    void rulesThatChangeNothingCostNextToNothing() {
        RelabelRules rules = RelabelRules.parse("""
                rule {
                  source_labels = ["__name__"]
                  regex         = "jvm_.*"
                  action        = "drop"
                }
                rule {
                  source_labels = ["method"]
                  regex         = "GET|POST"
                  action        = "keep"
                }
                rule {
                  regex  = "uri"
                  action = "labeldrop"
                }
                """);
        Map<String, String> labels = Map.of("__name__", "http_seconds_count", "method", "GET");
        assertThat(bytesPerApply(rules, labels)).isLessThan(200);
    }

    private static long bytesPerApply(RelabelRules rules, Map<String, String> labels) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < ROUNDS * 2; i++) {
            if (i == ROUNDS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            assertSame(labels, rules.apply(labels));
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    /** AssertJ would allocate. */
    private static void assertSame(Object expected, Object actual) {
        if (expected != actual) {
            throw new AssertionError(actual);
        }
    }
}
