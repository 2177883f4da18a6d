package dev.penstock.testkit.http;

import java.io.IOException;

/** Ends the handling of a request whose connection is gone. */
public final class ConnectionCutException extends IOException {

    ConnectionCutException() {
        super("connection cut on purpose");
    }
}
