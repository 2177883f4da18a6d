package dev.penstock.benchmarks.contestants;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** A web application that says when it was ready, and ends when its standard input does. */
@SpringBootApplication
public class StartupApplication {

    /**
     * Starts it.
     *
     * @param args none
     * @throws IOException when standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        SpringApplication.run(StartupApplication.class, args);
        while (System.in.read() >= 0) {
            // It is told nothing; the end is what counts.
        }
        System.exit(0);
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        long now = System.currentTimeMillis();
        System.out.println("ready after "
                + (now - ManagementFactory.getRuntimeMXBean().getStartTime()) + " ms, of which Spring took "
                + event.getTimeTaken().toMillis() + " ms, and the main thread's processor time "
                + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000 + " ms");
    }
}
