/** Where closed batches wait for their acknowledgement. Internal. */
package dev.penstock.buffer;
