package dev.penstock.spring.connection;

import dev.penstock.spring.RemoteWriteConnectionDetails;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** Finds a receiver of remote write among the services of Docker Compose. */
final class RemoteWriteDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<RemoteWriteConnectionDetails> {

    RemoteWriteDockerComposeConnectionDetailsFactory() {
        super(new String[] {Backends.PROMETHEUS, Backends.LGTM, Backends.MIMIR});
    }

    @Override
    protected RemoteWriteConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    static final class Details extends DockerComposeConnectionDetails implements RemoteWriteConnectionDetails {

        private final String url;

        Details(RunningService service) {
            super(service);
            ConnectionPorts ports = service.ports();
            url = Backends.remoteWrite(service.host(), port -> isExposed(ports, port), ports::get);
        }

        private static boolean isExposed(ConnectionPorts ports, int port) {
            try {
                return ports.get(port) > 0;
            } catch (IllegalStateException e) {
                // How Spring Boot says that it is not.
                return false;
            }
        }

        @Override
        public String getUrl() {
            return url;
        }
    }
}
