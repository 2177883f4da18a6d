package dev.penstock.remotewrite;

/** An exemplar of a series, sent with its next sample. */
record Exemplar(double value, long timestampMillis, Labels labels) {}
