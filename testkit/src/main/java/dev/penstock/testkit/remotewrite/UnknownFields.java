package dev.penstock.testkit.remotewrite;

import com.google.protobuf.Message;
import java.util.Set;
import java.util.TreeSet;

/** Finds fields that a message must not have. A lenient decoder would skip them, and with them what the client meant. */
final class UnknownFields {

    private UnknownFields() {}

    static void refuse(Message message, String what) throws BadPartException {
        Set<Integer> unknown = numbers(message);
        if (!unknown.isEmpty()) {
            throw new BadPartException(what + " has " + text(unknown));
        }
    }

    static Set<Integer> numbers(Message message) {
        return new TreeSet<>(message.getUnknownFields().asMap().keySet());
    }

    static String text(Set<Integer> unknown) {
        return "unknown or reserved fields, of another type or number than the protocol has: " + unknown;
    }
}
