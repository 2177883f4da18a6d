package dev.penstock.spring.settings;

import org.jspecify.annotations.Nullable;

/** A property that cannot be read, mostly because it refers to another that there is not. */
final class Unresolved {

    private Unresolved() {}

    static SettingProblem problem(String property, @Nullable String origin, RuntimeException cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        // Not the exception's words where they may repeat a value: the placeholder's name is what is needed.
        String message = String.valueOf(root.getMessage());
        String why = message.startsWith("Could not resolve placeholder")
                ? message.split(" in value", 2)[0]
                : root.getClass().getSimpleName();
        return new SettingProblem(
                property,
                property + " cannot be read: " + why,
                origin,
                "Give what " + property + " refers to, or a default as in ${NAME:default}.");
    }
}
