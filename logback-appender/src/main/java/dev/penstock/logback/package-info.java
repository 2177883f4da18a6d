/** The Logback appender. */
package dev.penstock.logback;
