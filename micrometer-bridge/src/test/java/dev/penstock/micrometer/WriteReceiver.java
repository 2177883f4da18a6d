package dev.penstock.micrometer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/** Takes remote write 2.0 on a port of its own, and keeps the samples as they come. Thread-safe. */
final class WriteReceiver implements AutoCloseable {

    private static final String[] TYPES = {
        "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"
    };

    /** One sample, with what came along with it. */
    record Received(
            Map<String, String> labels,
            long bits,
            long timestamp,
            long start,
            String type,
            String help,
            List<Map<String, String>> exemplars) {

        String name() {
            return labels.get("__name__");
        }

        boolean isStale() {
            return bits == 0x7ff0000000000002L;
        }
    }

    private final HttpServer server;
    private final List<Received> samples = new ArrayList<>();

    private WriteReceiver(HttpServer server) {
        this.server = server;
    }

    static WriteReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WriteReceiver receiver = new WriteReceiver(server);
            server.createContext("/", receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/write";
    }

    synchronized List<Received> samples() {
        return List.copyOf(samples);
    }

    /** Times of publishes, the last one of ends included. */
    synchronized List<Long> timestamps() {
        return samples.stream().map(Received::timestamp).distinct().sorted().toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = Snappy.uncompress(exchange.getRequestBody().readAllBytes());
        List<Received> received = request(body);
        synchronized (this) {
            samples.addAll(received);
        }
        exchange.getResponseHeaders().add("X-Prometheus-Remote-Write-Samples-Written", "" + received.size());
        exchange.getResponseHeaders().add("X-Prometheus-Remote-Write-Histograms-Written", "0");
        exchange.getResponseHeaders().add("X-Prometheus-Remote-Write-Exemplars-Written", "0");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static List<Received> request(byte[] body) throws IOException {
        List<String> symbols = new ArrayList<>();
        List<byte[]> series = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(body);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 4 -> symbols.add(in.readStringRequireUtf8());
                case 5 -> series.add(in.readByteArray());
                default -> throw new IOException("unexpected field");
            }
        }
        List<Received> received = new ArrayList<>();
        for (byte[] each : series) {
            received.add(series(each, symbols));
        }
        return received;
    }

    private static Received series(byte[] bytes, List<String> symbols) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        Map<String, String> labels = new TreeMap<>();
        List<Map<String, String>> exemplars = new ArrayList<>();
        Fields sample = new Fields();
        Fields metadata = new Fields();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> labels = labels(in.readByteArray(), symbols);
                case 2 -> sample = fields(in.readByteArray());
                case 4 -> {
                    Fields exemplar = fields(in.readByteArray());
                    Map<String, String> all = labels(exemplar.bytes, symbols);
                    all.put("value", "" + Double.longBitsToDouble(exemplar.numbers[2]));
                    exemplars.add(all);
                }
                case 5 -> metadata = fields(in.readByteArray());
                default -> throw new IOException("unexpected field");
            }
        }
        return new Received(
                labels,
                sample.numbers[1],
                sample.numbers[2],
                sample.numbers[3],
                TYPES[(int) metadata.numbers[1]],
                symbols.get((int) metadata.numbers[3]),
                exemplars);
    }

    private static Map<String, String> labels(byte[] packed, List<String> symbols) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        CodedInputStream in = CodedInputStream.newInstance(packed);
        while (!in.isAtEnd()) {
            labels.put(symbols.get(in.readUInt32()), symbols.get(in.readUInt32()));
        }
        return labels;
    }

    /** A message whose numbers are told apart by their fields. */
    private static final class Fields {
        final long[] numbers = new long[4];
        byte[] bytes = {};
    }

    private static Fields fields(byte[] message) throws IOException {
        Fields fields = new Fields();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_FIXED64 -> fields.numbers[field] = in.readFixed64();
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> fields.bytes = in.readByteArray();
                default -> fields.numbers[field] = in.readUInt64();
            }
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
