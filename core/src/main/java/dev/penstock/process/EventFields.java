package dev.penstock.process;

import dev.penstock.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The label or metadata lines of a setting, compiled for one framework. Not thread-safe.
 *
 * @param <E> the framework's event
 */
public final class EventFields<E> {

    /** One compiled line. */
    private interface Writer<E> {
        void write(E event, Pairs out);
    }

    private final List<Writer<E>> writers;

    private EventFields(List<Writer<E>> writers) {
        this.writers = writers;
    }

    /**
     * Compiles lines.
     *
     * @param setting the setting's name, for errors
     * @param text the lines, see {@link FieldLine#parse}
     * @param dialect what their right-hand sides mean
     * @param <E> the framework's event
     * @return the lines, ready to read events
     * @throws SettingException when a line cannot be understood
     */
    public static <E> EventFields<E> compile(String setting, String text, FieldDialect<E> dialect) {
        List<Writer<E>> writers = new ArrayList<>();
        for (FieldLine line : FieldLine.parse(setting, text)) {
            writers.add(
                    line instanceof FieldLine.Named named
                            ? compileNamed(setting, named, dialect)
                            : compileBulk(setting, (FieldLine.Bulk) line, dialect));
        }
        return new EventFields<>(writers);
    }

    private static <E> Writer<E> compileNamed(String setting, FieldLine.Named line, FieldDialect<E> dialect) {
        String name = line.name();
        if (line.pattern().indexOf('%') < 0) {
            return (event, out) -> out.add(name, line.pattern());
        }
        FieldDialect.ValueReader<E> reader;
        try {
            reader = dialect.pattern(line.pattern());
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting, name + " = " + line.pattern(), "a valid pattern: " + e.getMessage());
        }
        return (event, out) -> {
            String value = reader.read(event);
            if (value != null) {
                out.add(name, value);
            }
        };
    }

    private static <E> Writer<E> compileBulk(String setting, FieldLine.Bulk line, FieldDialect<E> dialect) {
        FieldDialect.BulkReader<E> reader = dialect.bulk(line.source());
        if (reader == null) {
            throw new SettingException(setting, "%%" + line.source(), "one of " + dialect.bulkSources());
        }
        return new BulkWriter<>(line, reader);
    }

    /**
     * Reads an event's pairs.
     *
     * @param event the event
     * @param out takes the pairs; a name that it has already keeps its value
     */
    public void write(E event, Pairs out) {
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).write(event, out);
        }
    }

    /** Its own consumer, so that no event makes a new one. */
    private static final class BulkWriter<E> implements Writer<E>, BiConsumer<String, String> {

        private static final Pairs NOWHERE = new Pairs();

        private final FieldLine.Bulk line;
        private final FieldDialect.BulkReader<E> reader;
        private Pairs out = NOWHERE;

        BulkWriter(FieldLine.Bulk line, FieldDialect.BulkReader<E> reader) {
            this.line = line;
            this.reader = reader;
        }

        @Override
        public void write(E event, Pairs target) {
            out = target;
            reader.read(event, this);
            out = NOWHERE;
        }

        @Override
        public void accept(String key, String value) {
            if (line.takes(key)) {
                out.add(line.prefix().isEmpty() ? key : line.prefix() + key, value);
            }
        }
    }
}
