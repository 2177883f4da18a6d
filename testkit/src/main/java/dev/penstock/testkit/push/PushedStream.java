package dev.penstock.testkit.push;

import java.util.List;

/**
 * One stream as it came, nothing checked yet.
 *
 * @param labels label text
 * @param lines the entries
 */
record PushedStream(String labels, List<PushedLine> lines) {}
