/** Forms of text that pipelines read and write: logfmt, and Go's numbers, durations and times. */
package dev.penstock.pipeline.text;
