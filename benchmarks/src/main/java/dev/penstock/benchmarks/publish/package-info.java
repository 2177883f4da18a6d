/** What it costs an application to publish its metrics, Penstock beside others. */
package dev.penstock.benchmarks.publish;
