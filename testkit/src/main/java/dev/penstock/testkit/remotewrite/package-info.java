/**
 * Remote write 1.0 and 2.0: decoding, every rule of the protocol, and whether to store. Internal: for the other packages
 * of the testkit, and free to change.
 */
@NullMarked
package dev.penstock.testkit.remotewrite;

import org.jspecify.annotations.NullMarked;
