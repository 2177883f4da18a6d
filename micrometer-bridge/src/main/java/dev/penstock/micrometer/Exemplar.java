package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;

/** One recorded value, and the trace it was recorded in. */
record Exemplar(double value, long timestampMillis, Labels labels) {}
