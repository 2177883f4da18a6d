package dev.penstock.pipeline.jmespath;

/** An expression could not be evaluated, because what it found is not what a function takes. It comes without a stack trace. */
public final class JmesPathRuntimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JmesPathRuntimeException(String message) {
        super(message, null, false, false);
    }
}
