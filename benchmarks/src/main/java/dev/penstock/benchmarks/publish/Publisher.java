package dev.penstock.benchmarks.publish;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * One way to publish.
 *
 * @param name for the table
 * @param registry holds the meters
 * @param publish publishes once; returns how many bytes were made, 0 when it makes none
 * @param close ends it
 */
record Publisher(String name, MeterRegistry registry, Publish publish, Runnable close) {

    /** Publishes once. */
    interface Publish {
        long run() throws Exception;
    }
}
