package dev.penstock.testkit;

/** The entry point of AssertJ-style assertions about the metrics that an embedded backend holds. */
public final class MetricAssertions {

    private MetricAssertions() {}

    /** Asserts about all tenants, waiting up to 5 seconds for what is to come. */
    public static MetricAssert assertThat(EmbeddedBackend backend) {
        return new MetricAssert(backend);
    }
}
