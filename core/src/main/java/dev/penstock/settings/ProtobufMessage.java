package dev.penstock.settings;

import org.jspecify.annotations.Nullable;

/** The message of a remote write request. Source: prometheus/docs, docs/specs/prw/remote_write_spec_2_0.md. */
public enum ProtobufMessage {
    /** 2.0, and 1.0 to an endpoint that turns out not to know it. The default. */
    AUTO("auto"),
    /** Remote write 2.0, whatever the endpoint answers. */
    V2("io.prometheus.write.v2.Request"),
    /** Remote write 1.0. */
    V1("prometheus.WriteRequest");

    private final String fullName;

    ProtobufMessage(String fullName) {
        this.fullName = fullName;
    }

    /**
     * The name as it stands in settings and in {@code Content-Type}.
     *
     * @return such as {@code prometheus.WriteRequest}
     */
    public String fullName() {
        return fullName;
    }

    /**
     * Reads a name.
     *
     * @param text a full name, {@code 1.0}, {@code 2.0} or {@code auto}
     * @return null when it is none of them
     */
    public static @Nullable ProtobufMessage parse(String text) {
        return switch (text.strip()) {
            case "auto", "AUTO" -> AUTO;
            case "io.prometheus.write.v2.Request", "2.0", "V2" -> V2;
            case "prometheus.WriteRequest", "1.0", "V1" -> V1;
            default -> null;
        };
    }
}
