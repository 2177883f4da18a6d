package dev.penstock.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;

/** Demands a client certificate, remembers its name and says no more. */
final class ClientCertificateServer implements AutoCloseable {

    private final SSLServerSocket listener;
    private final CompletableFuture<String> name = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    ClientCertificateServer(HandshakeCertificates certificates) throws IOException {
        listener = (SSLServerSocket) certificates
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        listener.setNeedClientAuth(true);
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    String clientName() {
        return name.join();
    }

    private void serve() {
        while (!closed.get()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.startHandshake();
                name.complete(socket.getSession().getPeerPrincipal().getName());
            } catch (IOException e) {
                // A client without a certificate, or the end.
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed.set(true);
        listener.close();
    }
}
