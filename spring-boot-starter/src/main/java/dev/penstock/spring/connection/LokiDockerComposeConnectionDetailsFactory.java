package dev.penstock.spring.connection;

import dev.penstock.spring.LokiConnectionDetails;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** Finds Loki among the services of Docker Compose. */
final class LokiDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<LokiConnectionDetails> {

    LokiDockerComposeConnectionDetailsFactory() {
        super(new String[] {Backends.LOKI, Backends.LGTM});
    }

    @Override
    protected LokiConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    static final class Details extends DockerComposeConnectionDetails implements LokiConnectionDetails {

        private final String url;

        Details(RunningService service) {
            super(service);
            url = Backends.loki(service.host(), service.ports()::get);
        }

        @Override
        public String getUrl() {
            return url;
        }
    }
}
