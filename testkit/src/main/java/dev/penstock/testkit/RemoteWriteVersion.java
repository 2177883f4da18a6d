package dev.penstock.testkit;

/** A version of the remote write protocol. */
public enum RemoteWriteVersion {

    /** 1.0, the message {@code prometheus.WriteRequest}. */
    V1("prometheus.WriteRequest"),

    /** 2.0 as of rc.4, the message {@code io.prometheus.write.v2.Request}. */
    V2("io.prometheus.write.v2.Request");

    private final String message;

    RemoteWriteVersion(String message) {
        this.message = message;
    }

    /** The name of the protobuf message, as it stands in the content type. */
    public String message() {
        return message;
    }
}
