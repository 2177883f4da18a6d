/** What shipping adds to the start of a Spring Boot application. */
package dev.penstock.benchmarks.startup;
