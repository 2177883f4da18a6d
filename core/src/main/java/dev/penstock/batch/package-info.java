/** Entries become batches: one open batch per tenant, closed when full, old or urgent. */
package dev.penstock.batch;
