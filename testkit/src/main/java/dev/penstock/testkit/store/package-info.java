/** What has been accepted, kept compactly. Internal: for the other packages of the testkit, and free to change. */
@NullMarked
package dev.penstock.testkit.store;

import org.jspecify.annotations.NullMarked;
