/** Brings batches to the backend: attempts, waits, giving up. Internal. */
package dev.penstock.delivery;
