package dev.penstock.spring.logging;

/** Tells whether the JVM is ending. */
final class Jvm {

    private Jvm() {}

    static boolean isEnding() {
        Thread probe = new Thread(() -> {}, "penstock-probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            // The only way in which the JVM tells.
            return true;
        }
    }
}
