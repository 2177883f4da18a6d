/** Backends in containers that Testcontainers or Docker Compose have started: where they are. */
package dev.penstock.spring.connection;
