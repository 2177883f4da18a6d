package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;

/**
 * A stream whose labels have been read.
 *
 * @param labels with the service name
 * @param text how Loki prints the labels
 * @param duplicate the label name that was there twice, empty if none was
 */
record NamedStream(Labels labels, String text, String duplicate) {

    static NamedStream of(PushedStream stream) throws PushRefusedException {
        try {
            LabelText.ParsedLabels parsed = LabelText.parse(stream.labels());
            Labels labels = ServiceName.discover(parsed.labels());
            return new NamedStream(labels, GoText.labels(labels), parsed.duplicate());
        } catch (LabelTextException e) {
            throw new PushRefusedException(400, "couldn't parse labels: " + e.getMessage());
        }
    }
}
