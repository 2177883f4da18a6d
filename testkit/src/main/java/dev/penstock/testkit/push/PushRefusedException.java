package dev.penstock.testkit.push;

/** A push of which nothing is stored, with the status that says so. */
final class PushRefusedException extends Exception {

    private final int status;

    PushRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
