package dev.penstock.remotewrite;

import dev.penstock.wire.SnappyBlock;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the requests that tell a receiver of 1.0 of metrics: without samples. Source: prometheus/prometheus, storage/remote/metadata_watcher.go. */
public final class V1Metadata {

    private V1Metadata() {}

    /**
     * Makes a request.
     *
     * @param families what is known
     * @return a compressed 1.0 request
     */
    public static byte[] request(List<MetricFamily> families) {
        Bytes out = new Bytes(4096);
        for (MetricFamily each : families) {
            Bytes message = new Bytes(128);
            message.varint(WriteProto.V1_METADATA_TYPE, each.type().ordinal());
            text(message, WriteProto.V1_METADATA_FAMILY, each.name());
            text(message, WriteProto.V1_METADATA_HELP, each.help());
            text(message, WriteProto.V1_METADATA_UNIT, each.unit());
            out.delimited(WriteProto.V1_REQUEST_METADATA, message.array(), 0, message.size());
        }
        return new SnappyBlock().compress(out.array(), out.size());
    }

    private static void text(Bytes message, int field, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        message.delimited(field, utf8, 0, utf8.length);
    }
}
