/** Go's text/template, as far as Alloy's {@code stage.template} and {@code stage.replace} use it, with the functions known there. */
package dev.penstock.pipeline.template;
