/** What processes survive, and what survives processes: tests with JVMs of their own, kills and outages. */
package dev.penstock.durability;
