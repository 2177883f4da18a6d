/** The wire form of a push to Loki: label text, protobuf, snappy. Internal. */
package dev.penstock.loki;
