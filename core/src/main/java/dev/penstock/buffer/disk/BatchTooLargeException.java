package dev.penstock.buffer.disk;

import java.io.IOException;

/** Says that a batch can never be stored, because it alone is larger than the log may be or its tenant is too long. */
public final class BatchTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BatchTooLargeException(String message) {
        super(message);
    }
}
