package dev.penstock.testkit.http;

import java.io.IOException;

/** A request whose parameters cannot be read: the answer is 400, in the words of the message. */
public final class BadParameterException extends IOException {

    /** Says what is wrong. */
    public BadParameterException(String message) {
        super(message);
    }
}
