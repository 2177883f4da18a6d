/** A program that logs with Log4j2. */
package dev.penstock.samples.log4j2;
