/** Prometheus' HTTP API, as far as tests need it. Internal: for the other packages of the testkit, and free to change. */
@NullMarked
package dev.penstock.testkit.promapi;

import org.jspecify.annotations.NullMarked;
