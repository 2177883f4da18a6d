/** The command line: {@code penstock.jar}. */
package dev.penstock.cli;
