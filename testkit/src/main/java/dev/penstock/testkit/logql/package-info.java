/**
 * The part of LogQL that tests need: selectors, line filters, label filters, and counting over time. Whatever it does not
 * know it refuses by name. Internal: for the other packages of the testkit, and free to change.
 */
@NullMarked
package dev.penstock.testkit.logql;

import org.jspecify.annotations.NullMarked;
