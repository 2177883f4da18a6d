/** The parts of LogQL that pipelines use: stream selectors with line filters, and patterns. */
package dev.penstock.pipeline.logql;
