package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.push.GoText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request, all of which the protocol demands. */
final class Envelope {

    private static final String VERSION_HEADER = "X-Prometheus-Remote-Write-Version";
    private static final String MEDIA_TYPE = "application/x-protobuf";
    private static final Pattern VERSION_1 = Pattern.compile("0\\.1\\.[0-9]+");
    private static final Pattern VERSION_2 = Pattern.compile("2\\.0\\.[0-9]+");

    private Envelope() {}

    /** The version that the content type names; 1.0 if it names none. */
    static RemoteWriteVersion version(@Nullable String contentType) throws WriteRefusedException {
        if (contentType == null || contentType.isBlank()) {
            throw new WriteRefusedException(
                    400, "no Content-Type header; accepted are " + accepted(Set.of(RemoteWriteVersion.values())));
        }
        String[] parts = contentType.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE)) {
            throw unsupported(contentType, "the media type must be " + MEDIA_TYPE);
        }
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", -1);
            if (pair.length != 2) {
                throw unsupported(contentType, "parameters must be name=value, is " + GoText.quote(parts[i]));
            }
            if (pair[0].equalsIgnoreCase("proto")) {
                return Arrays.stream(RemoteWriteVersion.values())
                        .filter(version -> version.message().equals(pair[1]))
                        .findFirst()
                        .orElseThrow(
                                () -> unsupported(contentType, "unknown protobuf message " + GoText.quote(pair[1])));
            }
        }
        return RemoteWriteVersion.V1;
    }

    /** Refuses what has not the headers of its version. */
    static void check(ReceivedRequest request, RemoteWriteVersion version) throws WriteRefusedException {
        String encoding = request.contentEncoding();
        if (encoding == null || encoding.isBlank()) {
            throw new WriteRefusedException(400, "no Content-Encoding header; it must be snappy");
        }
        if (!encoding.equals("snappy")) {
            throw new WriteRefusedException(
                    415, "Content-Encoding " + GoText.quote(encoding) + " is not accepted; it must be snappy");
        }
        String given = request.header(VERSION_HEADER);
        String wanted = version == RemoteWriteVersion.V1 ? "0.1.0" : "2.0.0";
        if (given == null || given.isBlank()) {
            throw new WriteRefusedException(
                    400, "no " + VERSION_HEADER + " header; for " + version.message() + " it must be " + wanted);
        }
        if (!(version == RemoteWriteVersion.V1 ? VERSION_1 : VERSION_2)
                .matcher(given)
                .matches()) {
            throw new WriteRefusedException(
                    400,
                    VERSION_HEADER + " is " + GoText.quote(given) + "; for " + version.message() + " it must be "
                            + wanted);
        }
        String agent = request.header("User-Agent");
        if (agent == null || agent.isBlank()) {
            throw new WriteRefusedException(400, "no User-Agent header");
        }
    }

    /** Says that a message is known, but not taken. */
    static WriteRefusedException notAccepted(RemoteWriteVersion version, Set<RemoteWriteVersion> accepted) {
        return new WriteRefusedException(
                415,
                version.message() + " protobuf message is not accepted by this server; only accepts "
                        + accepted(accepted));
    }

    private static WriteRefusedException unsupported(String contentType, String why) {
        return new WriteRefusedException(415, "Content-Type " + GoText.quote(contentType) + " is not accepted: " + why);
    }

    private static String accepted(Set<RemoteWriteVersion> versions) {
        return versions.stream()
                .sorted()
                .map(version -> MEDIA_TYPE + ";proto=" + version.message())
                .collect(Collectors.joining(", "));
    }
}
