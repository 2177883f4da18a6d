/** What Penstock says about itself, and to whom. */
package dev.penstock.diagnostics;
