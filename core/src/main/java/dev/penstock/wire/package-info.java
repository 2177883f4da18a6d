/** The wire, whatever the protocol: buffers, snappy blocks, and what delivery must be able to do with an encoded request. Internal. */
package dev.penstock.wire;
