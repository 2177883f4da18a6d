package dev.penstock.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How this process shows who it is: by nothing, basic authentication or a bearer token. Never prints its secrets.
 *
 * @param username for basic authentication; null for none
 * @param password for basic authentication; null for none or when it is in a file
 * @param passwordFile a file with the password, read anew for each request; null for none
 * @param bearerToken the token; null for none or when it is in a file
 * @param bearerTokenFile a file with the token, read anew for each request, so that a rotated token heals; null for none
 */
public record Credentials(
        @Nullable String username,
        @Nullable String password,
        @Nullable Path passwordFile,
        @Nullable String bearerToken,
        @Nullable Path bearerTokenFile) {

    /** Nothing is shown. */
    public static final Credentials NONE = new Credentials(null, null, null, null, null);

    /**
     * Whether there is anything to show.
     *
     * @return false for {@link #NONE}
     */
    public boolean isPresent() {
        return username != null || bearerToken != null || bearerTokenFile != null;
    }

    @Override
    public String toString() {
        if (username != null) {
            return "basic";
        }
        return isPresent() ? "bearer" : "none";
    }
}
