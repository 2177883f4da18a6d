/** Regular expressions with the syntax and the meaning that they have in Go: RE2, in linear time. */
package dev.penstock.pipeline.regex;
