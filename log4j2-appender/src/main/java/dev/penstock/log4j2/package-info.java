/** The Log4j2 appender. */
package dev.penstock.log4j2;
