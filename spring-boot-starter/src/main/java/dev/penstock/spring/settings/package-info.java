/** What users type under {@code penstock.} in Spring's configuration: its names, its values, and what is wrong with them. For the starter's own use. */
package dev.penstock.spring.settings;
