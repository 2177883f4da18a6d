/** The memory-mapped file that lets events outlive the process, and the way to read it afterwards. Internal. */
package dev.penstock.journal;
