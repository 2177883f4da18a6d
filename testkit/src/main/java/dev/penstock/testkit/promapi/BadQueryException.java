package dev.penstock.testkit.promapi;

import java.io.IOException;

/** A request that Prometheus answers with 400 and {@code bad_data}. */
final class BadQueryException extends IOException {

    BadQueryException(String message) {
        super(message);
    }

    static BadQueryException parameter(String name, String why) {
        return new BadQueryException("invalid parameter \"" + name + "\": " + why);
    }
}
