package dev.penstock.log4j2;

import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;

/** Copies messages that the application may go on filling, for layouts that format them later. */
final class MapMessages {

    private MapMessages() {}

    /** A copy of a map message of Log4j's own; any other message, and subclasses that only the application knows, as it is. */
    static Message copy(Message message) {
        if (message.getClass() == StringMapMessage.class) {
            return new StringMapMessage(((StringMapMessage) message).getData());
        }
        if (message.getClass() == StructuredDataMessage.class) {
            StructuredDataMessage data = (StructuredDataMessage) message;
            return new StructuredDataMessage(data.getId(), data.getFormat(), data.getType(), data.getData());
        }
        if (message.getClass() == MapMessage.class) {
            return new MapMessage<>(((MapMessage<?, ?>) message).getData());
        }
        return message;
    }
}
