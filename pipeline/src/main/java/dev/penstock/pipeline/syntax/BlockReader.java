package dev.penstock.pipeline.syntax;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes attributes and blocks out of a block, with Alloy's conversions: a number where text is wanted is its decimal digits, text
 * where a number is wanted is read as one, {@code null} is as if it were not written.
 *
 * <p>Asking for a name declares it as accepted. What is wrong is collected, and a default is returned in its place;
 * {@link #finish()} throws all of it, with the names that nobody asked for. So a reading function asks for everything first, then
 * calls {@code finish()}, and only then builds what it reads:
 *
 * <pre>{@code
 * BlockReader.read(block, evaluator, reader -> {
 *     String source = reader.text("source", "");
 *     String expression = reader.requiredText("expression");
 *     reader.finish();
 *     return new Regex(source, expression);
 * });
 * }</pre>
 *
 * <p>Not safe for more than one thread.
 */
public final class BlockReader {

    private final Block block;
    private final AttributeValues values;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final Set<String> attributeNames = new LinkedHashSet<>();
    private final Set<String> blockNames = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private final Evaluator evaluator;
    private boolean finished;

    private BlockReader(Block block, Evaluator evaluator) {
        this.block = block;
        this.evaluator = evaluator;
        this.values = new AttributeValues(evaluator);
        for (Statement statement : block.body()) {
            if (statement instanceof Attribute attribute
                    && attributes.putIfAbsent(attribute.name(), attribute) != null) {
                collect(attribute.span(), attribute.name() + " is given twice; expected once" + in("in a "));
            }
        }
    }

    /**
     * Reads a block.
     *
     * @param <T> what it becomes
     * @param block the block
     * @param evaluator what its values are evaluated with
     * @param read the reading function
     * @return what the function returns
     * @throws SyntaxException when something is wrong, with all that is known of it
     */
    public static <T> T read(Block block, Evaluator evaluator, Function<BlockReader, T> read) {
        BlockReader reader = new BlockReader(block, evaluator);
        T result;
        try {
            result = read.apply(reader);
        } catch (SyntaxException e) {
            if (reader.finished || reader.problems.isEmpty()) {
                throw e;
            }
            reader.problems.addAll(e.problems());
            throw reader.collected();
        }
        reader.finish();
        return result;
    }

    /**
     * Reads the statements of a text as if they stood in a block.
     *
     * @param <T> what they become
     * @param body the statements
     * @param evaluator what their values are evaluated with
     * @param read the reading function
     * @return what the function returns
     * @throws SyntaxException when something is wrong, with all that is known of it
     */
    public static <T> T read(List<Statement> body, Evaluator evaluator, Function<BlockReader, T> read) {
        Position start = new Position(1, 1);
        return read(new Block("", null, body, Span.at(start), start), evaluator, read);
    }

    /**
     * The block.
     *
     * @return as it was parsed; of a whole text one without a name
     */
    public Block block() {
        return block;
    }

    /**
     * The block's name.
     *
     * @return with its dots
     */
    public String name() {
        return block.name();
    }

    /**
     * The block's label.
     *
     * @return {@code null} when there is none
     */
    public @Nullable String label() {
        return block.label();
    }

    /** Refuses a label. */
    public void noLabel() {
        if (block.label() != null) {
            collect(
                    block.span(),
                    "found the label \"" + block.label() + "\", expected " + block.name() + " { … } without one");
        }
    }

    /**
     * The block's label.
     *
     * @return a name, which may stand for a missing one until {@link #finish()}
     */
    public String requiredLabel() {
        String label = block.label();
        if (label == null || label.isEmpty()) {
            collect(block.span(), "found no label, expected one: " + block.name() + " \"name\" { … }");
            return "";
        }
        return label;
    }

    /**
     * Whether an attribute is written, and not as {@code null}. Does not declare its name.
     *
     * @param name its name
     * @return whether there is a value to read
     */
    public boolean has(String name) {
        Attribute attribute = attributes.get(name);
        return attribute != null && !(attribute.value() instanceof Expression.Nothing);
    }

    /**
     * Text, or a number as text.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable String text(String name) {
        return read(name, values::text);
    }

    /**
     * Text, or a number as text.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public String text(String name, String fallback) {
        String value = text(name);
        return value == null ? fallback : value;
    }

    /**
     * Text, or a number as text.
     *
     * @param name the attribute's name
     * @return its value, an empty one until {@link #finish()} when it is missing
     */
    public String requiredText(String name) {
        return required(name, text(name), "");
    }

    /**
     * A secret, or text, which is taken for one.
     *
     * @param name the attribute's name
     * @return never to be shown; {@code null} when it is not given
     */
    public @Nullable String secret(String name) {
        return read(name, values::secret);
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable Boolean bool(String name) {
        return read(name, values::bool);
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public boolean bool(String name, boolean fallback) {
        Boolean value = bool(name);
        return value == null ? fallback : value;
    }

    /**
     * A whole number.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable Long integer(String name) {
        return read(name, values::integer);
    }

    /**
     * A whole number.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public long integer(String name, long fallback) {
        Long value = integer(name);
        return value == null ? fallback : value;
    }

    /**
     * A whole number.
     *
     * @param name the attribute's name
     * @return its value, 0 until {@link #finish()} when it is missing
     */
    public long requiredInteger(String name) {
        return required(name, integer(name), 0L);
    }

    /**
     * A whole number from 0 to 2<sup>64</sup>-1.
     *
     * @param name the attribute's name
     * @return to be taken as unsigned; {@code null} when it is not given
     */
    public @Nullable Long unsigned(String name) {
        return read(name, values::unsigned);
    }

    /**
     * A number.
     *
     * @param name the attribute's name
     * @return finite; {@code null} when it is not given
     */
    public @Nullable Double number(String name) {
        return read(name, values::number);
    }

    /**
     * A number.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public double number(String name, double fallback) {
        Double value = number(name);
        return value == null ? fallback : value;
    }

    /**
     * A number.
     *
     * @param name the attribute's name
     * @return its value, 0 until {@link #finish()} when it is missing
     */
    public double requiredNumber(String name) {
        return required(name, number(name), 0.0);
    }

    /**
     * A list of numbers.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable List<Double> numbers(String name) {
        return read(name, values::numbers);
    }

    /**
     * A duration such as {@code "5s"}, in Go's words.
     *
     * @param name the attribute's name
     * @return also 0 or a negative one; {@code null} when it is not given
     */
    public @Nullable Duration duration(String name) {
        return read(name, values::duration);
    }

    /**
     * A duration such as {@code "5s"}, in Go's words.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public Duration duration(String name, Duration fallback) {
        Duration value = duration(name);
        return value == null ? fallback : value;
    }

    /**
     * A size such as {@code "8KB"}.
     *
     * @param name the attribute's name
     * @return bytes; {@code null} when it is not given
     */
    public @Nullable Long bytes(String name) {
        return read(name, values::bytes);
    }

    /**
     * A size such as {@code "8KB"}.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given, in bytes
     * @return bytes
     */
    public long bytes(String name, long fallback) {
        Long value = bytes(name);
        return value == null ? fallback : value;
    }

    /**
     * A size such as {@code "8KB"}.
     *
     * @param name the attribute's name
     * @return bytes, 0 until {@link #finish()} when it is missing
     */
    public long requiredBytes(String name) {
        return required(name, bytes(name), 0L);
    }

    /**
     * A list of texts.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable List<String> texts(String name) {
        return read(name, values::texts);
    }

    /**
     * A list of texts.
     *
     * @param name the attribute's name
     * @param fallback what it is when it is not given
     * @return its value
     */
    public List<String> texts(String name, List<String> fallback) {
        List<String> value = texts(name);
        return value == null ? fallback : value;
    }

    /**
     * A list of texts.
     *
     * @param name the attribute's name
     * @return its value, an empty one until {@link #finish()} when it is missing
     */
    public List<String> requiredTexts(String name) {
        return required(name, texts(name), List.of());
    }

    /**
     * A map of texts, where a value can be {@code null}.
     *
     * @param name the attribute's name
     * @return in the order in which it is written; {@code null} when it is not given
     */
    public @Nullable Map<String, @Nullable String> map(String name) {
        return read(name, values::map);
    }

    /**
     * A map of texts, where a value can be {@code null}.
     *
     * @param name the attribute's name
     * @return in the order in which it is written, an empty one until {@link #finish()} when it is missing
     */
    public Map<String, @Nullable String> requiredMap(String name) {
        return required(name, map(name), Map.of());
    }

    /**
     * A map of texts.
     *
     * @param name the attribute's name
     * @return in the order in which it is written; {@code null} when it is not given
     */
    public @Nullable Map<String, String> textMap(String name) {
        return read(name, values::textMap);
    }

    /**
     * A map of secrets, or of texts, which are taken for secrets.
     *
     * @param name the attribute's name
     * @return never to be shown; {@code null} when it is not given
     */
    public @Nullable Map<String, String> secretMap(String name) {
        return read(name, values::secretMap);
    }

    /**
     * A list of references, such as the one {@code forward_to} has.
     *
     * @param name the attribute's name
     * @return empty when it is not given
     */
    public List<Value.Reference> references(String name) {
        List<Value.Reference> references = read(name, values::references);
        return references == null ? List.of() : references;
    }

    /**
     * Any value.
     *
     * @param name the attribute's name
     * @return {@code null} when it is not given
     */
    public @Nullable Value value(String name) {
        return read(name, values::value);
    }

    /**
     * What is written.
     *
     * @param name the attribute's name
     * @return not evaluated; {@code null} when it is not given
     */
    public @Nullable Expression expression(String name) {
        attributeNames.add(name);
        Attribute attribute = attributes.get(name);
        return attribute == null ? null : attribute.value();
    }

    /**
     * Accepts attributes or blocks that are not read.
     *
     * @param names their names
     */
    public void ignore(String... names) {
        attributeNames.addAll(List.of(names));
        blockNames.addAll(List.of(names));
    }

    /**
     * A block that can be given once.
     *
     * @param <T> what it becomes
     * @param name its name
     * @param read the reading function
     * @return {@code null} when it is not given or something is wrong with it
     */
    public <T> @Nullable T block(String name, Function<BlockReader, T> read) {
        List<T> results = new ArrayList<>();
        blockNames.add(name);
        boolean seen = false;
        for (Statement statement : block.body()) {
            if (statement instanceof Block inner && inner.name().equals(name)) {
                if (seen) {
                    collect(inner.span(), name + " is given twice; expected once" + in("in a "));
                } else {
                    collect(inner, read, results);
                }
                seen = true;
            }
        }
        return results.isEmpty() ? null : results.get(0);
    }

    /**
     * Blocks of one name.
     *
     * @param <T> what they become
     * @param name their name
     * @param read the reading function
     * @return in the order in which they are written, without those that are wrong
     */
    public <T> List<T> blocks(String name, Function<BlockReader, T> read) {
        return blocks(List.of(name), read);
    }

    /**
     * Blocks of several names.
     *
     * @param <T> what they become
     * @param names their names
     * @param read the reading function
     * @return in the order in which they are written, without those that are wrong
     */
    public <T> List<T> blocks(Collection<String> names, Function<BlockReader, T> read) {
        List<T> results = new ArrayList<>();
        blockNames.addAll(names);
        for (Statement statement : block.body()) {
            if (statement instanceof Block inner && names.contains(inner.name())) {
                collect(inner, read, results);
            }
        }
        return results;
    }

    /**
     * Where to point for an attribute.
     *
     * @param name its name
     * @return where its value is, or the block's name when it is not given
     */
    public Span span(String name) {
        Attribute attribute = attributes.get(name);
        return attribute == null ? block.span() : attribute.value().span();
    }

    /**
     * Where to point for an attribute.
     *
     * @param name its name
     * @return where its value begins, or the block when it is not given
     */
    public Position position(String name) {
        return span(name).start();
    }

    /**
     * Collects a problem with an attribute.
     *
     * @param name its name
     * @param message what is wrong and what is accepted
     */
    public void problem(String name, String message) {
        // Of what could not be read at all the reader has only a stand-in to object to.
        if (!failed.contains(name)) {
            collect(span(name), message);
        }
    }

    /**
     * Collects a problem with an entry of a map.
     *
     * @param name the attribute's name
     * @param key the entry's
     * @param message what is wrong and what is accepted
     */
    public void problem(String name, String key, String message) {
        Attribute attribute = attributes.get(name);
        if (attribute != null && attribute.value() instanceof Expression.Fields map) {
            for (Expression.Field field : map.fields()) {
                if (field.name().equals(key)) {
                    collect(field.value().span(), message);
                    return;
                }
            }
        }
        problem(name, message);
    }

    /**
     * A problem with an attribute that is found after {@link #finish()}.
     *
     * @param name its name
     * @param message what is wrong and what is accepted
     * @return to be thrown
     */
    public SyntaxException error(String name, String message) {
        return new SyntaxException(span(name), message);
    }

    /**
     * Ends reading: everything that is accepted was asked for.
     *
     * @throws SyntaxException with all that is wrong
     */
    public void finish() {
        if (!finished) {
            finished = true;
            for (Statement statement : block.body()) {
                refuseUnknown(statement);
            }
        }
        if (!problems.isEmpty()) {
            throw collected();
        }
    }

    private void refuseUnknown(Statement statement) {
        String name = statement.name();
        if (statement instanceof Attribute attribute) {
            if (attributeNames.contains(name)) {
                return;
            }
            collect(
                    attribute.span(),
                    blockNames.contains(name)
                            ? name + " is an attribute here, expected a block; it is written " + name
                                    + " { … } without '='"
                                    + (attribute.value() instanceof Expression.Elements
                                            ? ", and once more for each element of the list"
                                            : "")
                            : unknown("attribute", name, attributeNames));
        } else if (!blockNames.contains(name)) {
            collect(
                    statement.span(),
                    attributeNames.contains(name)
                            ? name + " is a block here, expected an attribute; it is written " + name
                                    + " = …, a map as " + name + " = { key = \"value\", } with a comma after each entry"
                            : unknown("block", name, blockNames));
        }
    }

    private String unknown(String what, String name, Set<String> same) {
        Collection<String> candidates = same;
        if (candidates.isEmpty() || Names.closest(name, same) == null) {
            candidates = new LinkedHashSet<>(attributeNames);
            candidates.addAll(blockNames);
        }
        return "there is no " + what + " '" + name + "'" + in("in ") + Names.expected(name, candidates);
    }

    private <T> void collect(Block inner, Function<BlockReader, T> read, List<T> results) {
        try {
            results.add(read(inner, evaluator, read));
        } catch (SyntaxException e) {
            problems.addAll(e.problems());
        }
    }

    private void collect(Span span, String message) {
        problems.add(Problem.error(span, message));
    }

    private SyntaxException collected() {
        return new SyntaxException(problems.stream().sorted(Problem.BY_POSITION).toList());
    }

    private <T> @Nullable T read(String name, AttributeValues.Reading<T> reading) {
        attributeNames.add(name);
        Attribute attribute = attributes.get(name);
        if (attribute == null) {
            return null;
        }
        try {
            return reading.read(name, attribute.value());
        } catch (SyntaxException e) {
            failed.add(name);
            problems.addAll(e.problems());
            return null;
        }
    }

    private <T> T required(String name, @Nullable T value, T placeholder) {
        if (value != null) {
            return value;
        }
        boolean writtenAsBlock = block.body().stream()
                .anyMatch(statement ->
                        statement instanceof Block && statement.name().equals(name));
        if (!failed.contains(name) && !writtenAsBlock) {
            collect(block.span(), "there is no " + name + in("in ") + "; expected " + name + " = …");
        }
        return placeholder;
    }

    private String in(String before) {
        return block.name().isEmpty() ? "" : " " + before + block.name();
    }
}
