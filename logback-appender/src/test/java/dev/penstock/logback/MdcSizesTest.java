package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MdcSizesTest {

    private final AtomicInteger measured = new AtomicInteger();
    private final MdcSizes sizes = new MdcSizes();

    private long size(Map<String, String> mdc) {
        return sizes.of(mdc, each -> {
            measured.incrementAndGet();
            return each.size();
        });
    }

    @Test
    void aMapIsMeasuredOnceWhileItIsTheThreadsOwn() {
        Map<String, String> one = Map.of("a", "1");
        Map<String, String> two = Map.of("a", "1", "b", "2");

        assertThat(size(one)).isEqualTo(1);
        assertThat(size(one)).isEqualTo(1);
        assertThat(measured).hasValue(1);
        assertThat(size(two)).isEqualTo(2);
        assertThat(size(one)).isEqualTo(1);
        assertThat(measured).hasValue(3);
    }
}
