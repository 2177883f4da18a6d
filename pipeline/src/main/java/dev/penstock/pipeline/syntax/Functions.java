package dev.penstock.pipeline.syntax;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Alloy's standard library, with the names it had before. Source: Alloy's syntax/internal/stdlib/stdlib.go. */
final class Functions {

    private interface Body {
        Value call(Arguments arguments);
    }

    private static final Map<String, Body> ALL = all();

    private static final Set<String> NAMESPACES = ALL.keySet().stream()
            .filter(name -> name.indexOf('.') > 0)
            .map(name -> name.substring(0, name.indexOf('.')))
            .collect(Collectors.toUnmodifiableSet());

    private Functions() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    /** What stands before the dot of a function's name. */
    static Set<String> namespaces() {
        return NAMESPACES;
    }

    static Value call(String name, Arguments arguments) {
        return Objects.requireNonNull(ALL.get(name)).call(arguments);
    }

    static String unknown(String name) {
        if (name.equals("array.group_by") || name.equals("encoding.from_yaml") || name.equals("yaml_decode")) {
            return "the function " + name + " is not supported here; expected the value itself";
        }
        String closest = Names.closest(name, ALL.keySet());
        String namespace = name.substring(0, Math.max(0, name.indexOf('.') + 1));
        Collection<String> expected = new TreeSet<>(ALL.keySet());
        expected.removeIf(known -> namespace.isEmpty() || !known.startsWith(namespace));
        if (expected.isEmpty()) {
            expected = new TreeSet<>(ALL.keySet());
            expected.removeIf(
                    known -> known.indexOf('.') < 0 && !known.equals("coalesce") && !known.equals("json_path"));
        }
        return "there is no function '" + name + "'"
                + (closest == null ? "; expected one of " : "; did you mean '" + closest + "'? expected one of ")
                + String.join(", ", expected);
    }

    private static Map<String, Body> all() {
        Map<String, Body> all = new HashMap<>();
        add(all, Functions::env, "sys.env", "env");
        add(all, Functions::coalesce, "coalesce");
        add(all, Functions::concat, "array.concat", "concat");
        add(all, Functions::combineMaps, "array.combine_maps");
        add(all, Functions::nonsensitive, "convert.nonsensitive", "nonsensitive");
        add(all, Functions::jsonPath, "json_path");
        add(all, arguments -> text(PathJoin.join(texts(arguments))), "file.path_join");
        add(all, Functions::format, "string.format", "format");
        add(all, Functions::join, "string.join", "join");
        strings(all);
        encodings(all);
        return Map.copyOf(all);
    }

    private static void strings(Map<String, Body> all) {
        add(all, Functions::replace, "string.replace", "replace");
        add(all, Functions::split, "string.split", "split");
        add(all, a -> text(Strings.toLower(one(a))), "string.to_lower", "to_lower");
        add(all, a -> text(Strings.toUpper(one(a))), "string.to_upper", "to_upper");
        add(all, a -> text(Strings.trim(first(a), a.text(1))), "string.trim", "trim");
        add(all, a -> text(Strings.trimPrefix(first(a), a.text(1))), "string.trim_prefix", "trim_prefix");
        add(all, a -> text(Strings.trimSuffix(first(a), a.text(1))), "string.trim_suffix", "trim_suffix");
        add(all, a -> text(one(a).strip()), "string.trim_space", "trim_space");
    }

    private static void encodings(Map<String, Body> all) {
        add(all, Functions::fromJson, "encoding.from_json", "json_decode");
        add(
                all,
                a -> {
                    a.count(1);
                    return text(JsonValues.write(a.map(0), a));
                },
                "encoding.to_json");
        add(all, a -> decoded(a, Base64.getDecoder()), "encoding.from_base64", "base64_decode");
        add(all, a -> decoded(a, Base64.getUrlDecoder()), "encoding.from_URLbase64");
        add(all, a -> text(Base64.getEncoder().encodeToString(bytes(a))), "encoding.to_base64");
        add(all, a -> text(Base64.getUrlEncoder().encodeToString(bytes(a))), "encoding.to_URLbase64");
        add(all, a -> text(Strings.queryEscape(one(a))), "encoding.url_encode");
        add(all, Functions::urlDecode, "encoding.url_decode");
    }

    private static void add(Map<String, Body> all, Body body, String... names) {
        for (String name : names) {
            all.put(name, body);
        }
    }

    private static Value env(Arguments arguments) {
        String value = arguments.environment().apply(one(arguments));
        return text(value == null ? "" : value);
    }

    private static Value coalesce(Arguments arguments) {
        for (Value value : arguments.values()) {
            if (!isEmpty(value)) {
                return value;
            }
        }
        return arguments.count() == 0 ? new Value.Nothing() : arguments.value(arguments.count() - 1);
    }

    private static boolean isEmpty(Value value) {
        return value instanceof Value.Nothing
                || value instanceof Value.Text text && text.value().isEmpty()
                || value instanceof Value.Secret secret && secret.value().isEmpty()
                || value instanceof Value.Numeral number && number.value().signum() == 0
                || value instanceof Value.Truth truth && !truth.value()
                || value instanceof Value.Elements list && list.elements().isEmpty()
                || value instanceof Value.Fields map && map.fields().isEmpty();
    }

    private static Value concat(Arguments arguments) {
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            elements.addAll(arguments.list(i));
        }
        return new Value.Elements(elements);
    }

    /** Each map of the first list with each of the second that has the same values for all the keys. */
    private static Value combineMaps(Arguments arguments) {
        arguments.count(3);
        List<String> keys = arguments.texts(2);
        if (keys.isEmpty()) {
            throw arguments.error(2, "is empty; expected one or more keys");
        }
        List<Value> combined = new ArrayList<>();
        for (Value.Fields left : arguments.maps(0)) {
            for (Value.Fields right : arguments.maps(1)) {
                if (keys.stream()
                        .allMatch(key -> left.fields().containsKey(key)
                                && Objects.equals(
                                        left.fields().get(key), right.fields().get(key)))) {
                    Map<String, Value> both = new LinkedHashMap<>(left.fields());
                    both.putAll(right.fields());
                    combined.add(new Value.Fields(both));
                }
            }
        }
        return new Value.Elements(combined);
    }

    private static Value nonsensitive(Arguments arguments) {
        arguments.count(1);
        return text(arguments.secret(0));
    }

    private static Value format(Arguments arguments) {
        if (arguments.count() == 0) {
            arguments.count(1);
        }
        return text(new Sprintf(arguments).format());
    }

    private static Value join(Arguments arguments) {
        arguments.count(2);
        return text(String.join(arguments.text(1), arguments.texts(0)));
    }

    private static Value replace(Arguments arguments) {
        arguments.count(3);
        return text(Strings.replace(arguments.text(0), arguments.text(1), arguments.text(2)));
    }

    private static Value split(Arguments arguments) {
        List<Value> parts = new ArrayList<>();
        Strings.split(first(arguments), arguments.text(1)).forEach(part -> parts.add(text(part)));
        return new Value.Elements(parts);
    }

    private static Value fromJson(Arguments arguments) {
        String json = one(arguments);
        try {
            return JsonValues.read(json);
        } catch (IllegalArgumentException e) {
            throw arguments.error(0, "is no JSON: " + e.getMessage());
        }
    }

    private static Value jsonPath(Arguments arguments) {
        arguments.count(2);
        Value value;
        try {
            value = JsonValues.read(arguments.text(0));
        } catch (IllegalArgumentException e) {
            throw arguments.error(0, "is no JSON: " + e.getMessage());
        }
        try {
            return new Value.Elements(JsonPath.select(value, arguments.text(1)));
        } catch (IllegalArgumentException e) {
            throw arguments.error(1, String.valueOf(e.getMessage()));
        }
    }

    private static Value urlDecode(Arguments arguments) {
        try {
            return text(URLDecoder.decode(one(arguments), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw arguments.error(0, "is not encoded as in a URL");
        }
    }

    private static Value decoded(Arguments arguments, Base64.Decoder decoder) {
        String text = one(arguments).replace("\n", "").replace("\r", "");
        try {
            if (text.length() % 4 != 0) {
                throw new IllegalArgumentException();
            }
            return text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoder.decode(text)))
                    .toString());
        } catch (IllegalArgumentException e) {
            throw arguments.error(0, "is no base64, with its padding");
        } catch (CharacterCodingException e) {
            throw arguments.error(0, "is base64 of something that is not UTF-8; expected text");
        }
    }

    private static byte[] bytes(Arguments arguments) {
        return one(arguments).getBytes(StandardCharsets.UTF_8);
    }

    private static String one(Arguments arguments) {
        arguments.count(1);
        return arguments.text(0);
    }

    /** The first of two. */
    private static String first(Arguments arguments) {
        arguments.count(2);
        return arguments.text(0);
    }

    private static List<String> texts(Arguments arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            texts.add(arguments.text(i));
        }
        return texts;
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }
}
