package dev.penstock.spring;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** Where Loki is. A bean of this type takes the place of {@code penstock.loki.url}. */
public interface LokiConnectionDetails extends ConnectionDetails {

    /**
     * Where to push logs.
     *
     * @return such as {@code http://localhost:3100}; without a path, Loki's own is taken
     */
    String getUrl();
}
