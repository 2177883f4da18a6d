/** The shop for one minute, against a Loki and a Prometheus in memory, for those who have neither. */
package dev.penstock.samples.shop.embedded;
