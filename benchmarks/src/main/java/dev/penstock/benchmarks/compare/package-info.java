/** The whole-process comparison: each contestant in a JVM of its own, the same work, the same receiver. */
package dev.penstock.benchmarks.compare;
