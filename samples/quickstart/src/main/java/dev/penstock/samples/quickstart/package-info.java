/** The main job as a command. */
package dev.penstock.samples.quickstart;
