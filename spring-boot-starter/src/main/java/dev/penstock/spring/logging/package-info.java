/** How the application's logging comes to ship, from the moment it is ready until the JVM ends. For the starter's own use. */
package dev.penstock.spring.logging;
