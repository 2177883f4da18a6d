package dev.penstock.check;

import static dev.penstock.check.Checked.check;
import static dev.penstock.check.Checked.failed;
import static dev.penstock.check.Checked.logs;
import static dev.penstock.check.Checked.run;
import static dev.penstock.check.Checked.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.check.Step.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Against sockets that do not speak HTTP. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionCheckTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void aPortOnWhichNothingListensRefuses() throws IOException {
        int port;
        try (ServerSocket socket = listen(1)) {
            port = socket.getLocalPort();
        }

        Step step = failed(check(logs("http://localhost:" + port)), "connect");

        assertThat(step.message()).contains("nothing listens at localhost:" + port, "refused");
        assertThat(step.remedy()).contains("host and port in url", "Loki runs there", "container");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHostThatSwallowsConnectionsIsABlackHole() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket socket = listen(1)) {
            // Nobody accepts: once the backlog is full, the system drops further attempts.
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                boolean unused = channel.connect(new InetSocketAddress("127.0.0.1", socket.getLocalPort()));
                waiting.add(channel);
            }
            String url = "http://127.0.0.1:" + socket.getLocalPort();

            Step step = failed(run(BackendCheck.loki(logs(url).build()), SHORT), "connect");

            assertThat(step.message()).contains("does not answer within 1s");
            assertThat(step.remedy()).contains("firewall");
        } finally {
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void aServerThatNeverAnswersFailsAccepted() throws IOException {
        try (ServerSocket socket = listen(10)) {
            String url = "http://127.0.0.1:" + socket.getLocalPort();

            CheckReport report = run(BackendCheck.loki(logs(url).build()), SHORT);

            assertThat(step(report, "connect").status()).isEqualTo(Status.PASSED);
            assertThat(failed(report, "accepted").message()).contains("no answer within 1s");
        }
    }

    @Test
    void aServerThatNeverAnswersToTlsFailsTls() throws IOException {
        try (ServerSocket socket = listen(10)) {
            String url = "https://127.0.0.1:" + socket.getLocalPort();

            assertThat(failed(run(BackendCheck.loki(logs(url).build()), SHORT), "tls")
                            .message())
                    .contains("does not answer to TLS within 1s");
        }
    }

    @Test
    void aServerThatHangsUpFailsAccepted() throws IOException {
        try (ServerSocket socket = listen(10)) {
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket connection = socket.accept();
                            InputStream in = connection.getInputStream()) {
                        int unused = in.read();
                    } catch (IOException e) {
                        // A client gone, or the end.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();

            Step step = failed(check(logs("http://127.0.0.1:" + socket.getLocalPort())), "accepted");

            assertThat(step.message()).contains("broke off");
        }
    }
}
