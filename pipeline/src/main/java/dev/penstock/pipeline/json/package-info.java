/** JSON text: looked into without being turned into trees, and written as Go writes it. */
package dev.penstock.pipeline.json;
