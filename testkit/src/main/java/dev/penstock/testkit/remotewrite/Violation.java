package dev.penstock.testkit.remotewrite;

/**
 * What is wrong with a part of a request.
 *
 * @param text what is wrong, and where
 * @param cost what comes of it
 */
record Violation(String text, Cost cost) {

    static Violation of(String where, BadPartException bad) {
        return new Violation(where + ": " + bad.text(), bad.skipped() ? Cost.SKIPPED_BY_VERSION_1 : Cost.REFUSED);
    }

    /** What comes of a violation. */
    enum Cost {
        /** The part is not stored, and the client is told. */
        REFUSED,
        /** The series is not stored, which Prometheus tells nobody when it came by remote write 1.0. */
        SKIPPED_BY_VERSION_1,
        /** It is stored, and the client is not told. */
        NOTED
    }
}
