/**
 * Ships records to Grafana Loki straight from the JVM.
 *
 * <p>{@link dev.penstock.LogShipper} is for programs, {@link dev.penstock.Shipper} for appenders. A package for each step
 * of a record's way lies below: queue, process, batch, loki, buffer, delivery, transport, and the ledger they report to.
 */
package dev.penstock;
