package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names are those of Micrometer's Prometheus registry, whatever they are made of. */
class RemoteWriteNamingConventionTest {

    private final RemoteWriteNamingConvention convention = new RemoteWriteNamingConvention();
    private final PrometheusNamingConvention reference = new PrometheusNamingConvention();

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> parts = Arbitraries.of(
                "a", "Z", "9", "_", ".", ":", "-", " ", "ö", "😀", "\ud800", "total", "created", "bucket", "info",
                "seconds", "bytes", "_total", ".info", "__", "count");
        return Arbitraries.oneOf(
                parts.list().ofMinSize(1).ofMaxSize(8).map(list -> String.join("", list)),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(12));
    }

    @Provide
    Arbitrary<String> units() {
        return Arbitraries.oneOf(Arbitraries.of("bytes", "seconds", "", "total", "x.total", "req/s"), names())
                .injectNull(0.3);
    }

    @Property(tries = 5000)
    void namesAreThoseOfThePrometheusRegistry(
            @ForAll("names") String name, @ForAll Meter.Type type, @ForAll("units") String unit) {
        assertThat(convention.name(name, type, unit)).isEqualTo(reference.name(name, type, unit));
    }

    @Property(tries = 5000)
    void tagKeysAreThoseOfThePrometheusRegistry(@ForAll("names") String key) {
        assertThat(convention.tagKey(key)).isEqualTo(reference.tagKey(key));
    }

    @Example
    void nothingStaysNothing() {
        assertThat(convention.name("", Meter.Type.GAUGE, null)).isEmpty();
        assertThat(convention.tagKey("")).isEmpty();
        assertThatThrownBy(() -> reference.tagKey("")).isInstanceOf(IllegalArgumentException.class);
    }
}
