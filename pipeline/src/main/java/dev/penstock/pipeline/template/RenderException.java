package dev.penstock.pipeline.template;

/**
 * A template could not be executed with some data: a value of the wrong type, a division by zero, a bad regular expression, a limit
 * passed. Where Alloy executes a template, this leaves the entry as it was. It has no stack trace, for it can occur with every event.
 */
public final class RenderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RenderException(String message) {
        super(message, null, false, false);
    }
}
