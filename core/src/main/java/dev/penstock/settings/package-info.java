/** What users can set: words, values, ranges, and what is said when they cannot be. */
package dev.penstock.settings;
