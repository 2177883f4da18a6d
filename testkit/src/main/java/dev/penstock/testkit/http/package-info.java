/** The HTTP/1.1 server on the loopback interface. Internal: for the other packages of the testkit, and free to change. */
@NullMarked
package dev.penstock.testkit.http;

import org.jspecify.annotations.NullMarked;
