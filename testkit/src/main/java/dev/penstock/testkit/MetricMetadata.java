package dev.penstock.testkit;

/**
 * What is known about a metric.
 *
 * @param type {@code counter}, {@code gauge}, {@code histogram}, {@code gaugehistogram}, {@code summary}, {@code info},
 *     {@code stateset} or {@code unknown}, as Prometheus' API spells them
 * @param help what it means, may be empty
 * @param unit its unit, may be empty
 */
public record MetricMetadata(String type, String help, String unit) {}
