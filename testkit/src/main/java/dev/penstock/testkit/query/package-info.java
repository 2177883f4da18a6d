/** Loki's query API over what is stored. Internal: for the other packages of the testkit, and free to change. */
@NullMarked
package dev.penstock.testkit.query;

import org.jspecify.annotations.NullMarked;
