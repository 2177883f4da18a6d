package dev.penstock.spring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.spring.LokiConnectionDetails;
import dev.penstock.spring.RemoteWriteConnectionDetails;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Containers that were never started, at the ports they would have. */
class ConnectionDetailsTest {

    /** A service of Docker Compose, whose port n is at 10000 + n. */
    private record Service(ImageReference image, Map<String, String> labels, List<Integer> exposed)
            implements RunningService {

        static Service of(String image, Integer... exposed) {
            return new Service(ImageReference.of(image), Map.of(), List.of(exposed));
        }

        @Override
        public String name() {
            return "backend";
        }

        @Override
        public String host() {
            return "docker";
        }

        @Override
        public Map<String, String> env() {
            return Map.of();
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {
                @Override
                public int get(int containerPort) {
                    if (!exposed.contains(containerPort)) {
                        throw new IllegalStateException("No host port mapping found for " + containerPort);
                    }
                    return 10_000 + containerPort;
                }

                @Override
                public List<Integer> getAll() {
                    return exposed.stream().map(each -> 10_000 + each).toList();
                }

                @Override
                public List<Integer> getAll(String protocol) {
                    return getAll();
                }
            };
        }
    }

    /** A container whose port n is at 20000 + n. */
    private static final class Stopped extends GenericContainer<Stopped> {

        private final String image;

        Stopped(String image, Integer... exposed) {
            super(DockerImageName.parse(image));
            this.image = image;
            withExposedPorts(exposed);
        }

        @Override
        public void start() {}

        @Override
        public String getHost() {
            return "127.0.0.1";
        }

        @Override
        public Integer getMappedPort(int port) {
            return 20_000 + port;
        }
    }

    private static <D extends ConnectionDetails> D compose(
            DockerComposeConnectionDetailsFactory<D> factory, Service service) {
        try {
            Constructor<DockerComposeConnectionSource> constructor =
                    DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
            constructor.setAccessible(true);
            return factory.getConnectionDetails(constructor.newInstance(service, new StandardEnvironment()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String loki(Service service) {
        LokiConnectionDetails details = compose(new LokiDockerComposeConnectionDetailsFactory(), service);
        return details == null ? "none" : details.getUrl();
    }

    private static String remoteWrite(Service service) {
        RemoteWriteConnectionDetails details = compose(new RemoteWriteDockerComposeConnectionDetailsFactory(), service);
        return details == null ? "none" : details.getUrl();
    }

    @Test
    void composeServicesAreKnownByTheirImages() {
        assertThat(loki(Service.of("grafana/loki:3.5.0", 3100))).isEqualTo("http://docker:13100/loki/api/v1/push");
        assertThat(loki(Service.of("grafana/otel-lgtm", 3000, 3100, 9090)))
                .isEqualTo("http://docker:13100/loki/api/v1/push");
        assertThat(loki(Service.of("postgres", 5432))).isEqualTo("none");
        assertThat(remoteWrite(Service.of("prom/prometheus:v3.5.0", 9090)))
                .isEqualTo("http://docker:19090/api/v1/write");
        assertThat(remoteWrite(Service.of("grafana/otel-lgtm", 3000, 3100, 9090)))
                .isEqualTo("http://docker:19090/api/v1/write");
        assertThat(remoteWrite(Service.of("grafana/mimir", 9009))).isEqualTo("http://docker:19009/api/v1/push");
        assertThat(remoteWrite(Service.of("grafana/mimir", 8080))).isEqualTo("http://docker:18080/api/v1/push");
        assertThat(remoteWrite(Service.of("grafana/loki", 3100))).isEqualTo("none");
    }

    @Test
    void composeServicesAreKnownByTheirLabels() {
        Service service = new Service(
                ImageReference.of("registry.example.com/our/logs:7"),
                Map.of("org.springframework.boot.service-connection", "grafana/loki"),
                List.of(3100));

        assertThat(loki(service)).isEqualTo("http://docker:13100/loki/api/v1/push");
    }

    @Test
    void aServiceWithoutAPortForRemoteWriteIsSaid() {
        assertThatThrownBy(() -> remoteWrite(Service.of("grafana/mimir", 7946))).hasMessageContaining("9009");
    }

    @ServiceConnection
    static final Object UNNAMED = "";

    @ServiceConnection(name = "grafana/loki")
    static final Object LOKI = "";

    @ServiceConnection(name = "grafana/mimir")
    static final Object MIMIR = "";

    @SuppressWarnings("unchecked")
    private static ContainerConnectionSource<Container<?>> source(Stopped container, String field) throws Exception {
        MergedAnnotation<ServiceConnection> annotation = MergedAnnotation.from(
                ConnectionDetailsTest.class.getDeclaredField(field).getAnnotation(ServiceConnection.class));
        for (Constructor<?> each : ContainerConnectionSource.class.getDeclaredConstructors()) {
            if (each.getParameterTypes()[4] == MergedAnnotation.class) {
                each.setAccessible(true);
                return (ContainerConnectionSource<Container<?>>) each.newInstance(
                        "test",
                        null,
                        Stopped.class,
                        container.image,
                        annotation,
                        (Supplier<Stopped>) () -> container,
                        null,
                        null);
            }
        }
        throw new IllegalStateException("Spring Boot makes connection sources in another way");
    }

    private static String url(ConnectionDetails details) throws Exception {
        if (details == null) {
            return "none";
        }
        ((org.springframework.beans.factory.InitializingBean) details).afterPropertiesSet();
        return details instanceof LokiConnectionDetails loki
                ? loki.getUrl()
                : ((RemoteWriteConnectionDetails) details).getUrl();
    }

    private static String loki(Stopped container, String field) throws Exception {
        return url(new LokiContainerConnectionDetailsFactory().getConnectionDetails(source(container, field)));
    }

    private static String remoteWrite(Stopped container, String field) throws Exception {
        return url(new RemoteWriteContainerConnectionDetailsFactory().getConnectionDetails(source(container, field)));
    }

    @Test
    void containersAreKnownByTheirImagesOrNames() throws Exception {
        assertThat(loki(new Stopped("grafana/loki:3.5.0", 3100), "UNNAMED"))
                .isEqualTo("http://127.0.0.1:23100/loki/api/v1/push");
        assertThat(loki(new Stopped("ours/logs:1", 3100), "LOKI")).isEqualTo("http://127.0.0.1:23100/loki/api/v1/push");
        assertThat(loki(new Stopped("grafana/otel-lgtm:0.11.0", 3000, 3100, 9090), "UNNAMED"))
                .isEqualTo("http://127.0.0.1:23100/loki/api/v1/push");
        assertThat(loki(new Stopped("postgres:17", 5432), "UNNAMED")).isEqualTo("none");
        assertThat(remoteWrite(new Stopped("prom/prometheus:v3.5.0", 9090), "UNNAMED"))
                .isEqualTo("http://127.0.0.1:29090/api/v1/write");
        assertThat(remoteWrite(new Stopped("grafana/otel-lgtm:0.11.0", 3000, 3100, 9090), "UNNAMED"))
                .isEqualTo("http://127.0.0.1:29090/api/v1/write");
        assertThat(remoteWrite(new Stopped("ours/metrics:1", 8080), "MIMIR"))
                .isEqualTo("http://127.0.0.1:28080/api/v1/push");
    }

    @Test
    void factoriesAreRegistered() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                        .load(ConnectionDetailsFactory.class))
                .hasAtLeastOneElementOfType(LokiContainerConnectionDetailsFactory.class)
                .hasAtLeastOneElementOfType(LokiDockerComposeConnectionDetailsFactory.class)
                .hasAtLeastOneElementOfType(RemoteWriteContainerConnectionDetailsFactory.class)
                .hasAtLeastOneElementOfType(RemoteWriteDockerComposeConnectionDetailsFactory.class);
    }
}
