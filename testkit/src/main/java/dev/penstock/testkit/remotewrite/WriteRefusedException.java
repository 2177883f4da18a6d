package dev.penstock.testkit.remotewrite;

/** A request of which nothing can be stored, with the status that says so. */
final class WriteRefusedException extends Exception {

    private final int status;

    WriteRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
