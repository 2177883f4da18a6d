package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.pipeline.syntax.SyntaxException;
import dev.penstock.pipeline.syntax.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What components offer to others, as far as it is known without an agent: the contents of files. */
final class Exports {

    /** Stay names: they say where data comes from or goes to. */
    private static final Set<String> WIRES =
            Set.of("receiver", "input", "rules", "output", "targets", "handler", "clustering", "sampler");

    private final Components components;
    private final Evaluator constants;

    Exports(Components components, Evaluator constants) {
        this.components = components;
        this.constants = constants;
    }

    /** Evaluates with what components offer. */
    Evaluator evaluator() {
        return constants.resolving(this::resolve);
    }

    private @Nullable Value resolve(Value.Reference reference) {
        String path = reference.path();
        if (WIRES.contains(path.substring(path.lastIndexOf('.') + 1))) {
            return null;
        }
        Component component = components.named(path);
        if (component == null) {
            throw new SyntaxException(reference.span(), missing(path));
        }
        if (component.kind().equals("local.file") && path.equals(component.id() + ".content")) {
            return content(component, reference.span());
        }
        throw new SyntaxException(
                reference.span(),
                "the value of " + path + " is not known here, because " + component.kind()
                        + " is a part of the agent. What to do: write the value, or sys.env(\"NAME\"), in its place");
    }

    /** What to say of a path that leads nowhere. */
    String missing(String path) {
        int export = path.lastIndexOf('.');
        String id = export > 0 && path.indexOf('.') != export ? path.substring(0, export) : path;
        String closest = Names.closest(id, components.ids());
        return "there is no component '" + id + "'"
                + (closest == null ? "." : "; did you mean '" + closest + "'?")
                + " What to do: correct the name; if another file has the component, give the directory with both";
    }

    private Value content(Component component, Span at) {
        Path file = file(component);
        if (file == null) {
            throw new SyntaxException(at, component.id() + " names no file; expected filename = \"…\"");
        }
        String text = "";
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            // It may be on another machine, where the configuration is used: who reads the value says that it is empty.
        }
        return isSecret(component) ? new Value.Secret(text) : new Value.Text(text);
    }

    /** The file whose content an expression is; null for any other expression. */
    @Nullable Path file(@Nullable Expression expression) {
        if (expression instanceof Expression.Call call && call.arguments().size() == 1) {
            String function = Reference.path(call.function());
            boolean same = "convert.nonsensitive".equals(function) || "nonsensitive".equals(function);
            return same ? file(call.arguments().get(0)) : null;
        }
        String path = expression == null ? null : Reference.path(expression);
        if (path == null) {
            return null;
        }
        Component component = components.named(path);
        return component != null && component.kind().equals("local.file") && path.endsWith(".content")
                ? file(component)
                : null;
    }

    private @Nullable Path file(Component component) {
        Value name = value(component, "filename");
        try {
            return name instanceof Value.Text text && !text.value().isBlank() ? Path.of(text.value()) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private boolean isSecret(Component component) {
        return value(component, "is_secret") instanceof Value.Truth truth && truth.value();
    }

    private @Nullable Value value(Component component, String attribute) {
        for (Statement statement : component.block().body()) {
            if (statement instanceof Attribute found && found.name().equals(attribute)) {
                return constants.evaluate(found.value());
            }
        }
        return null;
    }
}
