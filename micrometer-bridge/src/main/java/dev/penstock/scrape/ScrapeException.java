package dev.penstock.scrape;

import java.io.IOException;

/** A target could not be scraped; the message names the target and says why. */
final class ScrapeException extends IOException {

    private static final long serialVersionUID = 1L;

    ScrapeException(String message) {
        super(message);
    }

    ScrapeException(String message, IOException cause) {
        super(message, cause);
    }

    /** The message alone: it is part of a sentence for users. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
