/** From a framework's event to an entry that Loki takes: mapping, label and metadata lines, repair. */
package dev.penstock.process;
