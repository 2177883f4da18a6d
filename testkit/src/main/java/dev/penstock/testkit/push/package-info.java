/**
 * From the body of a push request to stored entries or to Loki's words of refusal: decode, check, name, store. Internal:
 * for the other packages of the testkit, and free to change.
 */
@NullMarked
package dev.penstock.testkit.push;

import org.jspecify.annotations.NullMarked;
