package dev.penstock.buffer.disk;

import java.io.IOException;

/** Says that a batch's bytes are damaged or gone: reading it again cannot help. */
public final class DamagedBatchException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedBatchException(String message) {
        super(message);
    }
}
