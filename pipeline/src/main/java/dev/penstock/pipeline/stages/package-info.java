/**
 * The stages of {@code loki.process}, a class for each. {@link dev.penstock.pipeline.stages.StageSyntax} reads blocks into
 * definitions, which each shipper opens for itself; the stages are then linked, and each hands an entry on to the next.
 */
package dev.penstock.pipeline.stages;
