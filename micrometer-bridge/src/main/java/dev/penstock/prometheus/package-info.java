/**
 * Penstock and the Prometheus Java client: {@link dev.penstock.prometheus.RemoteWriter} pushes what a {@code
 * PrometheusRegistry} would expose to a scrape. Needs {@code io.prometheus:prometheus-metrics-model}, which whoever has a
 * registry has.
 */
package dev.penstock.prometheus;
