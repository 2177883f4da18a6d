/** What a shipper measures about itself, for whoever publishes it. */
package dev.penstock.metrics;
