package dev.penstock.testkit.re2;

/** A regular expression that RE2 would not take, in Go's words. */
public final class Re2Exception extends Exception {

    Re2Exception(String message) {
        super(message);
    }

    /** What is wrong. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
