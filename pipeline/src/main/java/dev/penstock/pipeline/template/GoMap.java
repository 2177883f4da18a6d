package dev.penstock.pipeline.template;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map of Go with string keys, or the data of a template, whose names are only listed when a template asks for all of them. */
final class GoMap {

    /** Go compares strings by their bytes, that is by code points rather than by UTF-16 units. */
    static final Comparator<String> BYTE_ORDER = GoMap::compareBytes;

    private final String elementType;
    private final @Nullable TemplateData data;
    private @Nullable TreeMap<String, @Nullable Object> entries;

    private GoMap(
            String elementType, @Nullable TemplateData data, @Nullable TreeMap<String, @Nullable Object> entries) {
        this.elementType = elementType;
        this.data = data;
        this.entries = entries;
    }

    static GoMap of(String elementType) {
        return new GoMap(elementType, null, new TreeMap<>(BYTE_ORDER));
    }

    static GoMap any() {
        return of(GoList.ANY);
    }

    static GoMap of(TemplateData data) {
        return new GoMap(GoList.ANY, data, null);
    }

    String elementType() {
        return elementType;
    }

    @Nullable Object get(String key) {
        if (entries != null) {
            return entries.get(key);
        }
        return data == null ? null : plain(data.get(key));
    }

    boolean has(String key) {
        if (entries != null) {
            return entries.containsKey(key);
        }
        return data != null && data.get(key) != null;
    }

    /** The entries in the order Go prints them; changes to it are changes of this map, not of the template's data. */
    Map<String, @Nullable Object> entries() {
        if (entries == null) {
            TreeMap<String, @Nullable Object> all = new TreeMap<>(BYTE_ORDER);
            if (data != null) {
                for (String key : data.keys()) {
                    Object value = plain(data.get(key));
                    if (value != null) {
                        all.put(key, value);
                    }
                }
            }
            entries = all;
        }
        return entries;
    }

    /** The few types templates know. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        return value instanceof Number number ? (Object) number.longValue() : value.toString();
    }

    private static int compareBytes(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Surrogates stand for code points above every other char.
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? x - y : high ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
