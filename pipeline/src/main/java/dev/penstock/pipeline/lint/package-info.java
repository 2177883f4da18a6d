/** Finds in pipelines and whole configurations what can be used, but hardly does what was meant. */
package dev.penstock.pipeline.lint;
