/**
 * Remote write: the series of one target from publish to publish, and the requests they are sent in.
 *
 * <p>Sources: prometheus/docs, docs/specs/prw/remote_write_spec.md and remote_write_spec_2_0.md; prometheus/prometheus,
 * prompb/io/prometheus/write/v2/types.proto.
 */
package dev.penstock.remotewrite;
