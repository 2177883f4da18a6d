/** Keeps labels with endless values from becoming endless streams. */
package dev.penstock.cardinality;
