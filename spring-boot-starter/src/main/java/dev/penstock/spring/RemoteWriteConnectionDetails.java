package dev.penstock.spring;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where Prometheus, Mimir or another receiver of remote write is. A bean of this type takes the place of
 * {@code penstock.remote-write.url}.
 */
public interface RemoteWriteConnectionDetails extends ConnectionDetails {

    /**
     * Where to write metrics.
     *
     * @return such as {@code http://localhost:9090}; without a path, Prometheus' own is taken
     */
    String getUrl();
}
