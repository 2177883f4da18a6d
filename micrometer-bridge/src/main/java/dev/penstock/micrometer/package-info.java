/**
 * Penstock and Micrometer: {@link dev.penstock.micrometer.RemoteWriteMeterRegistry} pushes an application's meters by remote
 * write, {@link dev.penstock.micrometer.PenstockMetrics} publishes what shippers measure about themselves.
 */
package dev.penstock.micrometer;
