/** Exact accounting, in records and in bytes: what came in, what was delivered, what was dropped and why. */
package dev.penstock.ledger;
