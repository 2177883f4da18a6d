package dev.penstock.testkit;

/** The entry point of AssertJ-style assertions about what an embedded Loki holds. */
public final class LokiAssertions {

    private LokiAssertions() {}

    /** Asserts about all tenants, waiting up to 5 seconds for what is to come. */
    public static LokiAssert assertThat(EmbeddedBackend backend) {
        return new LokiAssert(backend);
    }
}
