/** Alloy's configuration syntax, as far as it is needed: blocks, attributes, literals and lists. */
package dev.penstock.pipeline.syntax;
