package dev.penstock.pipeline.syntax;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;

/**
 * {@code constants}: where this process runs, in Go's words. Its version is this library's, as there is no agent. Source: Alloy's
 * syntax/internal/stdlib/constants.go.
 */
final class Constants {

    static final String NAME = "constants";

    private Constants() {}

    static Value value() {
        return Holder.VALUE;
    }

    /** Asking for the host's name can take a while, and hardly any text needs it. */
    private static final class Holder {

        static final Value VALUE = new Value.Fields(Map.of(
                "hostname", new Value.Text(hostname()),
                "os", new Value.Text(os(System.getProperty("os.name", ""))),
                "arch", new Value.Text(arch(System.getProperty("os.arch", ""))),
                "version", new Value.Text(version())));
    }

    static String os(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("windows")
                ? "windows"
                : lower.startsWith("mac") ? "darwin" : lower.equals("sunos") ? "solaris" : lower.replace(" ", "");
    }

    static String arch(String name) {
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386", "i486", "i586", "i686" -> "386";
            default -> name;
        };
    }

    private static String hostname() {
        String variable = System.getenv("HOSTNAME");
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static String version() {
        String version = Constants.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
