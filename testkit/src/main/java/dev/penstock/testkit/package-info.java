/**
 * An in-memory Loki on a loopback port, for tests of whatever ships logs, and a small client to query it or a real one.
 *
 * <p>What {@link dev.penstock.testkit.EmbeddedBackend} accepts, a real Loki of default limits accepts; what a real one
 * refuses it refuses, with the same status and much the same words. This package is for users; the packages below it are
 * internal.
 */
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
