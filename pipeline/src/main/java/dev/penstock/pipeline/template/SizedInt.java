package dev.penstock.pipeline.template;

/** An integer whose Go type is not {@code int}, which is a {@link Long} here: {@code int64} or {@code uint8}. Go keeps them apart. */
record SizedInt(String type, long value) {

    static SizedInt int64(long value) {
        return new SizedInt("int64", value);
    }
}
