/** A shop that logs, measures and is traced as any application, and does not know where all that goes. */
package dev.penstock.samples.shop;
