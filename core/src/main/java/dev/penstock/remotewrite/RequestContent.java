package dev.penstock.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What a request holds.
 *
 * @param samples float samples
 * @param histograms native histograms
 * @param exemplars exemplars
 * @param newest the latest timestamp of a sample, in milliseconds since the epoch; 0 when there is none
 */
public record RequestContent(long samples, long histograms, long exemplars, long newest) {

    /**
     * Counts.
     *
     * @param body a compressed 2.0 request
     * @return what it holds
     * @throws IllegalArgumentException when it cannot be read
     */
    public static RequestContent of(byte[] body) {
        return of(V2Request.open(body));
    }

    static RequestContent of(V2Request request) {
        long samples = 0;
        long histograms = 0;
        long exemplars = 0;
        long newest = 0;
        try {
            for (int i = 0; i < request.seriesCount(); i++) {
                CodedInputStream in = request.read(request.seriesBegin(i), request.seriesEnd(i));
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    switch (WireFormat.getTagFieldNumber(tag)) {
                        case WriteProto.V2_SERIES_SAMPLES -> {
                            samples++;
                            newest = Math.max(newest, timestamp(in, WriteProto.SAMPLE_TIMESTAMP));
                        }
                        case WriteProto.V2_SERIES_HISTOGRAMS -> {
                            histograms++;
                            newest = Math.max(newest, timestamp(in, WriteProto.HISTOGRAM_TIMESTAMP));
                        }
                        case WriteProto.V2_SERIES_EXEMPLARS -> {
                            exemplars++;
                            in.skipField(tag);
                        }
                        default -> in.skipField(tag);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a request of remote write 2.0: " + e.getMessage(), e);
        }
        return new RequestContent(samples, histograms, exemplars, newest);
    }

    private static long timestamp(CodedInputStream in, int field) throws IOException {
        long timestamp = 0;
        int limit = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field) {
                timestamp = in.readInt64();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(limit);
        return timestamp;
    }

    /**
     * What the ledger counts.
     *
     * @return samples of both kinds
     */
    public long records() {
        return samples + histograms;
    }
}
