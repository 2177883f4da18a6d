package dev.penstock.spring.connection;

import dev.penstock.spring.LokiConnectionDetails;
import java.util.List;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Finds Loki in a container of Testcontainers that is a {@code @ServiceConnection}. */
final class LokiContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, LokiConnectionDetails> {

    LokiContainerConnectionDetailsFactory() {
        super(List.of(Backends.LOKI, Backends.LGTM));
    }

    @Override
    protected LokiConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<Container<?>>
            implements LokiConnectionDetails {

        Details(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public String getUrl() {
            return Backends.loki(getContainer().getHost(), getContainer()::getMappedPort);
        }
    }
}
