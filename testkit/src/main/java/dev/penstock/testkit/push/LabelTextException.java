package dev.penstock.testkit.push;

/** Label text that Loki cannot parse; the message says where and why. */
public final class LabelTextException extends Exception {

    LabelTextException(String text, int position, String why) {
        super(place(text, position) + ": parse error: " + why);
    }

    /** Line and column, in characters from 1. */
    private static String place(String text, int position) {
        String before = text.substring(0, position);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return line + ":" + (position - before.lastIndexOf('\n'));
    }
}
