/**
 * The part of PromQL that tests need: plain selectors, with a range or without. Whatever it does not know it refuses.
 * Internal: for the other packages of the testkit, and free to change.
 */
@NullMarked
package dev.penstock.testkit.promql;

import org.jspecify.annotations.NullMarked;
