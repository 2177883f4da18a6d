package dev.penstock.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

    private static final String ID = "0123456789abcdef".repeat(4);

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();

    @Test
    void theServiceNameIsTheFirstThatIsGiven() {
        assertThat(identity().serviceName()).isEqualTo("unknown_service");
        properties.put("sun.java.command", "org.shop.Main");
        assertThat(identity().serviceName()).isEqualTo("org.shop.Main");
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=attribute,host=h,host.name=n");
        assertThat(identity().serviceName()).isEqualTo("attribute");
        environment.put("OTEL_SERVICE_NAME", "otel");
        assertThat(identity().serviceName()).isEqualTo("otel");
        environment.put("SPRING_APPLICATION_NAME", "spring-env");
        assertThat(identity().serviceName()).isEqualTo("spring-env");
        properties.put("spring.application.name", " spring ");
        assertThat(identity().serviceName()).isEqualTo("spring");
    }

    @Test
    void aBlankNameIsNone() {
        properties.put("spring.application.name", "  ");
        environment.put("OTEL_SERVICE_NAME", "");
        properties.put("sun.java.command", "org.shop.Main");

        assertThat(identity().serviceName()).isEqualTo("org.shop.Main");
    }

    @ParameterizedTest
    @CsvSource({
        "org.shop.Main, org.shop.Main",
        "org.shop.Main --port 80, org.shop.Main",
        "/opt/shop-1.2.jar --port 80, shop-1.2",
        "shop.jar, shop",
        "C:\\apps\\shop.jar /x, shop",
        "org.shop/org.shop.Main --x, org.shop.Main",
        "'  org.shop.Main  ', org.shop.Main",
        "'', unknown_service",
        ".jar, unknown_service"
    })
    void theMainClassOrJarNamesTheService(String command, String name) {
        properties.put("sun.java.command", command);

        assertThat(identity().serviceName()).isEqualTo(name);
    }

    @Test
    void resourceAttributesAreDecodedAndSorted() {
        environment.put(
                "OTEL_RESOURCE_ATTRIBUTES",
                " service.name = shop , service.namespace=sh%2Cop%20x,deployment.environment.name=prod,"
                        + "host.name=h,team=a+b=c,empty=,service.instance.id=%C3%BC");

        ProcessIdentity identity = identity();

        assertThat(identity.serviceName()).isEqualTo("shop");
        assertThat(identity.labels())
                .isEqualTo(Map.of("service_namespace", "sh,op x", "deployment_environment", "prod"));
        assertThat(identity.resource()).isEqualTo(Map.of("host", "h", "team", "a+b=c", "service_instance_id", "ü"));
    }

    @Test
    void theOldNameOfTheEnvironmentCountsWhereTheNewOneIsMissing() {
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=old");
        assertThat(identity().labels()).containsEntry("deployment_environment", "old");

        environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=old,deployment.environment.name=new");
        assertThat(identity().labels()).containsEntry("deployment_environment", "new");
        assertThat(identity().resource()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",,,", "=", "novalue", "=x", "a=%zz", "a=%", "a=%c", "%41", "a=1,=,b", "\u0000=\u0000"})
    void rubbishInTheAttributesIsHarmless(String attributes) {
        environment.put("OTEL_RESOURCE_ATTRIBUTES", attributes);

        assertThat(identity().serviceName()).isEqualTo("unknown_service");
    }

    @Test
    void whatCannotBeDecodedStaysAsItIs() {
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "a=100%,b=2");

        assertThat(identity().resource()).isEqualTo(Map.of("a", "100%", "b", "2"));
    }

    @Test
    void insideKubernetesTheHostNameIsThePods() {
        environment.put("HOSTNAME", "shop-7d9f");
        assertThat(identity().resource()).isEqualTo(Map.of("host", "shop-7d9f"));

        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        files.put("/var/run/secrets/kubernetes.io/serviceaccount/namespace", "shop\n");

        assertThat(identity().resource()).isEqualTo(Map.of("host", "shop-7d9f", "pod", "shop-7d9f"));
        assertThat(identity().labels()).isEqualTo(Map.of("namespace", "shop"));
    }

    @Test
    void theDownwardApisNamesWin() {
        environment.putAll(Map.of(
                "KUBERNETES_SERVICE_HOST", "10.0.0.1",
                "HOSTNAME", "host",
                "POD_NAME", "pod",
                "POD_NAMESPACE", "space",
                "NODE_NAME", "node"));
        files.put("/var/run/secrets/kubernetes.io/serviceaccount/namespace", "file");

        assertThat(identity().resource()).isEqualTo(Map.of("host", "host", "pod", "pod", "node", "node"));
        assertThat(identity().labels()).isEqualTo(Map.of("namespace", "space"));

        environment.put("OTEL_RESOURCE_ATTRIBUTES", "k8s.pod.name=p,k8s.namespace.name=n,k8s.node.name=o");
        assertThat(identity().resource()).isEqualTo(Map.of("host", "host", "pod", "p", "node", "o"));
        assertThat(identity().labels()).isEqualTo(Map.of("namespace", "n"));
    }

    @Test
    void theHostNameIsReadFromTheSystemWhereTheEnvironmentHasNone() {
        environment.put("COMPUTERNAME", "WINDOWS");
        assertThat(identity().resource()).isEqualTo(Map.of("host", "WINDOWS"));
        files.put("/etc/hostname", "etc\n");
        assertThat(identity().resource()).isEqualTo(Map.of("host", "etc"));
        files.put("/proc/sys/kernel/hostname", "kernel\n");
        assertThat(identity().resource()).isEqualTo(Map.of("host", "kernel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:memory:/docker/ID\n11:cpu:/\n",
                "1:name=systemd:/system.slice/docker-ID.scope",
                "11:cpuset:/kubepods/besteffort/pod3f/ID",
                "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope\n",
                "0::/../crio-ID.scope"
            })
    void theContainerIdIsReadFromTheFirstCgroups(String cgroup) {
        files.put("/proc/self/cgroup", cgroup.replace("ID", ID));

        assertThat(identity().resource()).isEqualTo(Map.of("container_id", ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "983 965 0:67 /docker/containers/ID/hostname /etc/hostname rw - ext4 /dev/sda1 rw",
                "1 2 0:3 / / rw\n983 965 0:67 /var/lib/docker/containers/ID/resolv.conf /etc/resolv.conf rw\n",
                "983 965 0:67 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/ID/hostname /etc/hostname rw"
            })
    void theContainerIdIsReadFromTheSecondCgroupsMounts(String mounts) {
        files.put("/proc/self/cgroup", "0::/\n");
        files.put("/proc/self/mountinfo", mounts.replace("ID", ID));

        assertThat(identity().resource()).isEqualTo(Map.of("container_id", ID));
    }

    @Test
    void outsideOfContainersThereIsNoContainerId() {
        files.put("/proc/self/cgroup", "0::/user.slice/user-1000.slice/init.scope\n");
        files.put("/proc/self/mountinfo", "22 28 0:20 / /sys rw,nosuid - sysfs sysfs rw\n");

        assertThat(identity().resource()).isEmpty();
    }

    @Test
    void thisProcessHasAnIdentity() {
        assertThat(ProcessIdentity.detect().serviceName()).isNotBlank();
    }

    private ProcessIdentity identity() {
        ProcessIdentity identity = ProcessIdentity.of(surroundings());
        assertThat(ProcessIdentity.hostOf(surroundings()))
                .isEqualTo(identity.resource().get("host"));
        return identity;
    }

    private Surroundings surroundings() {
        return new Surroundings() {
            @Override
            public String env(String name) {
                return environment.get(name);
            }

            @Override
            public String property(String name) {
                return properties.get(name);
            }

            @Override
            public String text(String file) {
                return files.get(file);
            }
        };
    }
}
