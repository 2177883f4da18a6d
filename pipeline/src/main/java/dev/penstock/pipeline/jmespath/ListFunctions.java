package dev.penstock.pipeline.jmespath;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of numbers, arrays and objects. Their arguments have been checked. */
final class ListFunctions {

    private ListFunctions() {}

    static Object abs(List<? extends @Nullable Object> a) {
        return Math.abs(number(a, 0));
    }

    static Object ceil(List<? extends @Nullable Object> a) {
        return Math.ceil(number(a, 0));
    }

    static Object floor(List<? extends @Nullable Object> a) {
        return Math.floor(number(a, 0));
    }

    static Object sum(List<? extends @Nullable Object> a) {
        double sum = 0;
        for (Object number : list(a, 0)) {
            sum += number instanceof Double value ? value : 0;
        }
        return sum;
    }

    static @Nullable Object avg(List<? extends @Nullable Object> a) {
        return list(a, 0).isEmpty()
                ? null
                : (Object) ((Double) sum(a) / list(a, 0).size());
    }

    static Object contains(List<? extends @Nullable Object> a) {
        if (a.get(0) instanceof String text) {
            return a.get(1) instanceof String part && text.contains(part);
        }
        for (Object element : list(a, 0)) {
            if (Values.equal(element, a.get(1))) {
                return true;
            }
        }
        return false;
    }

    static Object length(List<? extends @Nullable Object> a) {
        Object value = a.get(0);
        if (value instanceof String text) {
            return (double) text.codePointCount(0, text.length());
        }
        return (double)
                (value instanceof Map<?, ?> map ? map.size() : list(a, 0).size());
    }

    static Object keys(List<? extends @Nullable Object> a) {
        return new ArrayList<>(object(a, 0).keySet());
    }

    static Object values(List<? extends @Nullable Object> a) {
        return new ArrayList<>(object(a, 0).values());
    }

    static Object items(List<? extends @Nullable Object> a) {
        List<List<@Nullable Object>> items = new ArrayList<>();
        for (Map.Entry<?, ?> entry : object(a, 0).entrySet()) {
            List<@Nullable Object> item = new ArrayList<>();
            item.add(entry.getKey());
            item.add(entry.getValue());
            items.add(item);
        }
        return items;
    }

    static Object fromItems(List<? extends @Nullable Object> a) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Object element : list(a, 0)) {
            if (!(element instanceof List<?> item) || item.size() != 2 || !(item.get(0) instanceof String key)) {
                throw new JmesPathRuntimeException("from_items takes arrays of a string and a value");
            }
            map.put(key, item.get(1));
        }
        return map;
    }

    static Object merge(List<? extends @Nullable Object> a) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        for (int i = 0; i < a.size(); i++) {
            merged.putAll(object(a, i));
        }
        return merged;
    }

    static @Nullable Object notNull(List<? extends @Nullable Object> a) {
        for (Object value : a) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    static Object toArray(List<? extends @Nullable Object> a) {
        Object value = a.get(0);
        return value instanceof List ? value : new ArrayList<>(a);
    }

    static Object reverse(List<? extends @Nullable Object> a) {
        if (a.get(0) instanceof String text) {
            // It leaves surrogate pairs in their order.
            return new StringBuilder(text).reverse().toString();
        }
        List<@Nullable Object> reversed = new ArrayList<>(list(a, 0));
        Collections.reverse(reversed);
        return reversed;
    }

    static Object zip(List<? extends @Nullable Object> a) {
        int size = Integer.MAX_VALUE;
        for (int i = 0; i < a.size(); i++) {
            size = Math.min(size, list(a, i).size());
        }
        List<List<@Nullable Object>> zipped = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<@Nullable Object> together = new ArrayList<>();
            for (int j = 0; j < a.size(); j++) {
                together.add(list(a, j).get(i));
            }
            zipped.add(together);
        }
        return zipped;
    }

    static Object map(List<? extends @Nullable Object> a) {
        List<@Nullable Object> mapped = new ArrayList<>();
        for (Object element : list(a, 1)) {
            mapped.add(expression(a, 0).of(element));
        }
        return mapped;
    }

    static Object groupBy(List<? extends @Nullable Object> a) {
        Map<String, List<@Nullable Object>> groups = new LinkedHashMap<>();
        for (Object element : list(a, 0)) {
            if (!(expression(a, 1).of(element) instanceof String key)) {
                throw new JmesPathRuntimeException("group_by takes an expression that gives strings");
            }
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(element);
        }
        return groups;
    }

    static Object sort(List<? extends @Nullable Object> a) {
        List<@Nullable Object> sorted = new ArrayList<>(list(a, 0));
        sorted.sort(Values::compare);
        return sorted;
    }

    static Object sortBy(List<? extends @Nullable Object> a) {
        List<Keyed> keyed = keyed(a);
        keyed.sort((x, y) -> Values.compare(x.key(), y.key()));
        List<@Nullable Object> sorted = new ArrayList<>();
        for (Keyed each : keyed) {
            sorted.add(each.value());
        }
        return sorted;
    }

    static @Nullable Object max(List<? extends @Nullable Object> a) {
        return extreme(plain(list(a, 0)), 1);
    }

    static @Nullable Object min(List<? extends @Nullable Object> a) {
        return extreme(plain(list(a, 0)), -1);
    }

    static @Nullable Object maxBy(List<? extends @Nullable Object> a) {
        return extreme(keyed(a), 1);
    }

    static @Nullable Object minBy(List<? extends @Nullable Object> a) {
        return extreme(keyed(a), -1);
    }

    private record Keyed(@Nullable Object key, @Nullable Object value) {}

    private static List<Keyed> plain(List<?> values) {
        List<Keyed> keyed = new ArrayList<>();
        for (Object value : values) {
            keyed.add(new Keyed(value, value));
        }
        return keyed;
    }

    private static List<Keyed> keyed(List<? extends @Nullable Object> a) {
        List<Keyed> keyed = new ArrayList<>();
        for (Object element : list(a, 0)) {
            keyed.add(new Keyed(expression(a, 1).of(element), element));
        }
        return keyed;
    }

    /** The first one that is largest, or, with a sign of -1, smallest. */
    private static @Nullable Object extreme(List<Keyed> values, int sign) {
        if (values.isEmpty()) {
            return null;
        }
        Keyed best = values.get(0);
        for (Keyed each : values.subList(1, values.size())) {
            if (Values.compare(each.key(), best.key()) * sign > 0) {
                best = each;
            }
        }
        return best.value();
    }

    private static double number(List<? extends @Nullable Object> a, int index) {
        return a.get(index) instanceof Double value ? value : Double.NaN;
    }

    private static List<?> list(List<? extends @Nullable Object> a, int index) {
        return a.get(index) instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> object(List<? extends @Nullable Object> a, int index) {
        return a.get(index) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Node.Bound expression(List<? extends @Nullable Object> a, int index) {
        if (a.get(index) instanceof Node.Bound bound) {
            return bound;
        }
        throw new JmesPathRuntimeException("an expression was expected");
    }
}
