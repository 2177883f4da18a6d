package dev.penstock.logback;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The element {@code <basicAuth>}: a user name, and a password or a file that holds it. */
public class BasicAuth {

    private final Map<String, String> given = new LinkedHashMap<>();

    /** Nothing is given yet. */
    public BasicAuth() {}

    /**
     * The user.
     *
     * @param value a name
     */
    public void setUsername(String value) {
        given.put("basicAuth.username", value);
    }

    /**
     * The password.
     *
     * @param value a password
     */
    public void setPassword(String value) {
        given.put("basicAuth.password", value);
    }

    /**
     * A file with the password, read anew for each request.
     *
     * @param value a file name
     */
    public void setPasswordFile(String value) {
        given.put("basicAuth.passwordFile", value);
    }

    void forEach(BiConsumer<String, String> action) {
        given.forEach(action);
    }
}
