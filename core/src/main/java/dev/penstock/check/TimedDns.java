package dev.penstock.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/** Resolves as the JVM does, but does not wait for it for ever: nothing interrupts the JVM's resolver. Thread-safe. */
final class TimedDns implements Dns {

    private final Duration timeout;

    TimedDns(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        FutureTask<List<InetAddress>> answer = new FutureTask<>(() -> SYSTEM.lookup(host));
        Thread thread = new Thread(answer, "penstock-check-dns");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown("no answer within " + Texts.of(timeout), e);
        } catch (ExecutionException e) {
            throw unknown("no address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException e = new UnknownHostException(message);
        e.initCause(cause);
        return e;
    }
}
