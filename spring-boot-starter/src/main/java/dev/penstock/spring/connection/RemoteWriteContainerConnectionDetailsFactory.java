package dev.penstock.spring.connection;

import dev.penstock.spring.RemoteWriteConnectionDetails;
import java.util.List;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Finds a receiver of remote write in a container of Testcontainers that is a {@code @ServiceConnection}. */
final class RemoteWriteContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, RemoteWriteConnectionDetails> {

    RemoteWriteContainerConnectionDetailsFactory() {
        super(List.of(Backends.PROMETHEUS, Backends.LGTM, Backends.MIMIR));
    }

    @Override
    protected RemoteWriteConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<Container<?>> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<Container<?>>
            implements RemoteWriteConnectionDetails {

        Details(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public String getUrl() {
            Container<?> container = getContainer();
            return Backends.remoteWrite(
                    container.getHost(), container.getExposedPorts()::contains, container::getMappedPort);
        }
    }
}
