/**
 * Checks a backend as a person would: finds the step at which shipping to it fails, and says what to do.
 *
 * <p>{@link dev.penstock.check.BackendCheck} sends a log line or a sample with the very settings, and by the very
 * transport, of a shipper, and reads it back.
 */
package dev.penstock.check;
