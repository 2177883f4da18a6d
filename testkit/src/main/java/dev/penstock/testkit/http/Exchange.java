package dev.penstock.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** One request, with its connection, so that a handler can play a broken network. */
public final class Exchange {

    private final ClassicHttpRequest request;
    private final HttpConnection connection;
    private final String path;
    private final String query;

    Exchange(ClassicHttpRequest request, HttpConnection connection) {
        this.request = request;
        this.connection = connection;
        String target = request.getPath() == null ? "/" : request.getPath();
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
    }

    /** GET, POST, … */
    public String method() {
        return request.getMethod();
    }

    /** The path without the query. */
    public String path() {
        return path;
    }

    /** The first value of a header. */
    public @Nullable String header(String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** All headers, by name in any case. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : request.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return headers;
    }

    /** At most {@code most} bytes of the body. */
    public byte[] body(int most) throws IOException {
        HttpEntity entity = request.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        InputStream in = entity.getContent();
        return in.readNBytes(most);
    }

    /** The parameters of the query and, in a POST, of the form. */
    public Map<String, List<String>> parameters() throws IOException {
        Map<String, List<String>> parameters = new TreeMap<>();
        parse(query, parameters);
        String type = header("Content-Type");
        if (method().equals("POST") && type != null && type.startsWith("application/x-www-form-urlencoded")) {
            parse(new String(body(1 << 20), StandardCharsets.UTF_8), parameters);
        }
        return parameters;
    }

    /** Cuts the connection with a TCP reset. */
    public ConnectionCutException cut() {
        connection.close(CloseMode.IMMEDIATE);
        return new ConnectionCutException();
    }

    private static void parse(String text, Map<String, List<String>> into) throws IOException {
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            into.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
        }
    }

    private static String decode(String text) throws IOException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("invalid URL escape in " + text);
        }
    }
}
