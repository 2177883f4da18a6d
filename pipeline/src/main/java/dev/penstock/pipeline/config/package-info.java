/**
 * Whole agent configurations: what of a {@code config.alloy} is taken over, what is replaced by the application itself, and
 * what is not taken over, and why. {@link dev.penstock.pipeline.config.AlloyConfig} reads them.
 */
package dev.penstock.pipeline.config;
