package dev.penstock.log4j2;

import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterConsumer;
import org.apache.logging.log4j.message.ParameterVisitable;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.jspecify.annotations.Nullable;

/** The message of a {@link RecordedEvent}: text that is formatted already, and what it was made of. */
final class RecordedMessage implements Message, ParameterVisitable, StringBuilderFormattable {

    private static final long serialVersionUID = 1L;

    private static final Object[] NONE = {};

    private final transient StringBuilder text;
    private @Nullable String format;
    private transient Object[] parameters = NONE;
    private int parameterCount;

    RecordedMessage(StringBuilder text) {
        this.text = text;
    }

    void setFormat(@Nullable String value) {
        format = value;
    }

    void addParameter(@Nullable Object parameter) {
        if (parameterCount == parameters.length) {
            Object[] more = new Object[Math.max(10, 2 * parameterCount)];
            System.arraycopy(parameters, 0, more, 0, parameterCount);
            parameters = more;
        }
        parameters[parameterCount++] = parameter;
    }

    void copy(RecordedMessage from) {
        clear();
        format = from.format;
        for (int i = 0; i < from.parameterCount; i++) {
            addParameter(from.parameters[i]);
        }
    }

    void clear() {
        format = null;
        for (int i = 0; i < parameterCount; i++) {
            parameters[i] = null;
        }
        parameterCount = 0;
        if (parameters.length > 10) {
            parameters = NONE;
        }
    }

    @Override
    public String getFormattedMessage() {
        return text.toString();
    }

    @Override
    public void formatTo(StringBuilder buffer) {
        buffer.append(text);
    }

    @Override
    public String getFormat() {
        return format == null ? text.toString() : format;
    }

    @Override
    public Object[] getParameters() {
        Object[] copy = new Object[parameterCount];
        System.arraycopy(parameters, 0, copy, 0, parameterCount);
        return copy;
    }

    @Override
    public <S> void forEachParameter(ParameterConsumer<S> action, S state) {
        for (int i = 0; i < parameterCount; i++) {
            action.accept(parameters[i], i, state);
        }
    }

    @Override
    public @Nullable Throwable getThrowable() {
        return null;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
