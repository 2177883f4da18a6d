package dev.penstock.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A failure with all that it was caused by, and all that was tried in vain beside it. Immutable. */
final class Causes {

    private final List<Throwable> all = new ArrayList<>();

    Causes(Throwable failure) {
        collect(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void collect(@Nullable Throwable each, Set<Throwable> seen) {
        if (each == null || !seen.add(each)) {
            return;
        }
        all.add(each);
        collect(each.getCause(), seen);
        for (Throwable beside : each.getSuppressed()) {
            collect(beside, seen);
        }
    }

    boolean have(Class<? extends Throwable> type) {
        return find(type) != null;
    }

    <T extends Throwable> @Nullable T find(Class<T> type) {
        for (Throwable each : all) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    /** Whether one of them says this, in small letters. */
    boolean say(String words) {
        return all.stream()
                .anyMatch(each -> each.getMessage() != null
                        && each.getMessage().toLowerCase(Locale.ROOT).contains(words));
    }
}
