/** Penstock and Micrometer: publishes what shippers measure about themselves. */
package dev.penstock.micrometer;
