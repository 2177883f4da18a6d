package dev.penstock.spring.logging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The starter's place in the logging framework that is in use. */
interface Attachment {

    /** Where the root logger's events go. */
    Relay<?> relay();

    /** Whether the application's own logging configuration has an appender of Penstock's. */
    boolean hasOwn();

    /** Why appenders of the application's own configuration do not ship; null when they do. */
    @Nullable String problemOfOwn();

    /** Takes the appenders of the application's own configuration away. */
    void silenceOwn();

    /** Starts those again that could not be started, and gives them what was kept. */
    void completeOwn();

    /** Has the root logger's events go to the relay, from now on and after each new configuration. */
    void attach();

    /** Has them not go there any more. */
    void detach();

    /** Calls back when logging was configured anew by others than Spring Boot. */
    void onReconfigured(Runnable action);

    /** The attachment to the framework in use; null when it is neither Logback nor Log4j2. */
    static @Nullable Attachment find(ClassLoader loader) {
        for (String each :
                List.of("ch.qos.logback.classic.LoggerContext", "org.apache.logging.log4j.core.LoggerContext")) {
            if (org.springframework.util.ClassUtils.isPresent(each, loader)) {
                Attachment found = each.startsWith("ch.qos") ? LogbackAttachment.find() : Log4j2Attachment.find();
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
