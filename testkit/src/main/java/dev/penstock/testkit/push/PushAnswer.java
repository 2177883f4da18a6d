package dev.penstock.testkit.push;

/**
 * What Loki answers to a push.
 *
 * @param status 204 when all of it was stored
 * @param text what is wrong, empty when nothing is
 */
public record PushAnswer(int status, String text) {

    static final PushAnswer STORED = new PushAnswer(204, "");
}
