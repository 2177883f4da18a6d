/** Pipelines in Alloy's words: stages and relabel rules that change, drop and split log entries on their way to Loki. */
package dev.penstock.pipeline;
