package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.store.Labels;

/** What an exemplar of either version must have. */
final class Exemplars {

    private Exemplars() {}

    static StoredExemplar of(long timestamp, long bits, Labels labels) throws BadPartException {
        if (timestamp == 0) {
            throw new BadPartException("no timestamp, which is mandatory");
        }
        return new StoredExemplar(timestamp, Double.longBitsToDouble(bits), labels);
    }
}
