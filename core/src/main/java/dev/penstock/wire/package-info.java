/** What delivery must be able to do with an encoded request, whatever the protocol. Internal. */
package dev.penstock.wire;
