/** Regular expressions of the query languages. Internal: for the other packages of the testkit, and free to change. */
@NullMarked
package dev.penstock.testkit.re2;

import org.jspecify.annotations.NullMarked;
