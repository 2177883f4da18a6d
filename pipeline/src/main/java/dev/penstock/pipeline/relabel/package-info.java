/** Relabel rules: what Prometheus and Alloy do to a label set before it is sent, rule by rule. */
package dev.penstock.pipeline.relabel;
