/**
 * Alloy's configuration syntax: what a text says ({@link dev.penstock.pipeline.syntax.Parser}), what its values are ({@link
 * dev.penstock.pipeline.syntax.Evaluator}), and what a block holds ({@link dev.penstock.pipeline.syntax.BlockReader}). Knows nothing
 * of what the blocks mean.
 */
package dev.penstock.pipeline.syntax;
