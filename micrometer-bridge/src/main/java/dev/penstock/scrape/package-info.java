/** Reads what an application exposes to a scrape: Prometheus text and OpenMetrics. */
package dev.penstock.scrape;
