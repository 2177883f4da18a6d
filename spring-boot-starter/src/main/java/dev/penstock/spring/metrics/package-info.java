/** Micrometer's meters to a receiver of remote write, and what Penstock measures about itself to the application's meters. */
package dev.penstock.spring.metrics;
