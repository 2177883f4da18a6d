/**
 * An in-memory Loki and Prometheus or Mimir on a loopback port, for tests of whatever ships logs or metrics, and a small
 * client to query it or a real Loki.
 *
 * <p>What {@link dev.penstock.testkit.EmbeddedBackend} accepts, a real Loki of default limits accepts; what a real one
 * refuses it refuses, with the same status and much the same words. Remote write it takes more strictly than a real
 * Prometheus or Mimir: what they let pass although the protocol forbids it is refused, too. This package is for users; the
 * packages below it are internal.
 */
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
