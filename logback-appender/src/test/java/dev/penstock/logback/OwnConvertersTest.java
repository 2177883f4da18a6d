package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.EnsureExceptionHandling;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.boolex.EventEvaluatorBase;
import ch.qos.logback.core.pattern.Converter;
import ch.qos.logback.core.pattern.ConverterUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

/** What an application does to Logback's converters, layouts and encoders is done to what is shipped. */
@ExtendWith(EmbeddedBackendExtension.class)
class OwnConvertersTest {

    private final EmbeddedBackend backend;

    OwnConvertersTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Logs logs(String before, String elements) {
        return Logs.ofFile("""
                <configuration>
                  %s
                  <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                    <url>%s</url>
                    %s
                  </appender>
                  <root level="TRACE"><appender-ref ref="LOKI"/></root>
                </configuration>
                """.formatted(before, backend.url(), elements));
    }

    private static String rule(String word, Class<?> converter) {
        return "<conversionRule conversionWord=\"%s\" class=\"%s\"/>".formatted(word, converter.getName());
    }

    /** Masks numbers of four digits. */
    public static final class Mask extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return mask(super.convert(event));
        }
    }

    /** The level in small letters. */
    public static final class SmallLevel extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return event.getLevel().toString().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Fails on events without a tenant, as on any that was not logged by this test. */
    public static final class Tenant extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            String tenant = event.getMDCPropertyMap().get("tenant");
            if (tenant == null) {
                throw new AssertionError("deliberate");
            }
            return tenant;
        }
    }

    /** Masks what its layout writes. */
    public static final class MaskingEncoder extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return mask(new String(super.encode(event), StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Asks for the message. */
    public static final class Evaluator extends EventEvaluatorBase<ILoggingEvent> {
        @Override
        public boolean evaluate(ILoggingEvent event) {
            return event.getFormattedMessage().startsWith("logged");
        }
    }

    private static String mask(String text) {
        return text.replaceAll("\\d{4}", "****");
    }

    @Test
    void aRuleForAWordCountsInLabelsAndMetadataToo() {
        try (Logs logs = logs(
                rule("msg", Mask.class) + rule("level", SmallLevel.class),
                "<structuredMetadata>what = %msg</structuredMetadata>")) {
            logs.logger("shop").info("the pin is {}", 1234);
            logs.flush();
        }
        StoredEntry entry = backend.loki().entries().get(0);
        assertThat(entry.line()).isEqualTo("the pin is ****");
        assertThat(entry.labels()).containsEntry("level", "info");
        assertThat(entry.structuredMetadata()).containsEntry("what", "the pin is ****");
    }

    @Test
    void aConverterIsNotTriedOutOnAnEventThatNobodyLogged() {
        MDC.put("tenant", "acme");
        try (Logs logs = logs(rule("tenant", Tenant.class), "<message><pattern>%tenant %msg%n</pattern></message>")) {
            logs.logger("shop").info("order {}", 7);
            logs.flush();
            assertThat(logs.warnings()).isEmpty();
        } finally {
            MDC.remove("tenant");
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("acme order 7");
    }

    @Test
    void anEncoderThatAddsToItsLayoutIsAsked() {
        try (Logs logs = logs("", """
                <encoder class="%s"><pattern>%%msg%%n</pattern><charset>ISO-8859-1</charset></encoder>
                """.formatted(MaskingEncoder.class.getName()))) {
            logs.logger("shop").info("die PIN für {}", 1234);
            logs.flush();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("die PIN für ****");
    }

    @Test
    void aLayoutThatWasToldToWrapItsConvertersIsAsked() {
        try (Logs logs = logs("", "")) {
            LokiAppender appender = logs.appender();
            appender.stop();
            PatternLayout layout = new PatternLayout();
            layout.setContext(logs.context());
            layout.setPattern("%level %msg");
            layout.setPostCompileProcessor((context, head) -> {
                new EnsureExceptionHandling().process(context, head);
                Converter<ILoggingEvent> last = Objects.requireNonNull(ConverterUtil.findTail(head));
                last.setNext(new Mask());
            });
            layout.start();
            appender.setLayout(layout);
            appender.start();
            logs.logger("shop").info("{} and ", 1234);
            logs.flush();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("INFO 1234 and **** and ");
    }

    @Test
    void aLayoutOfAContextThatIsNotTheLoggersIsUsed() {
        try (Logs logs = logs("", "")) {
            LokiAppender appender = logs.appender();
            appender.stop();
            PatternLayout layout = new PatternLayout();
            layout.setContext(new LoggerContext());
            layout.setPattern("%level %msg");
            layout.start();
            appender.setLayout(layout);
            appender.start();
            logs.logger("shop").info("order {}", 7);
            logs.flush();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("INFO order 7");
    }

    @Test
    void evaluatorsSeeTheMessageAsItWasLogged() {
        int rounds = 300;
        try (Logs logs = logs(
                "<evaluator name=\"LOGGED\" class=\"%s\"/>".formatted(Evaluator.class.getName()),
                "<message><pattern>%msg %caller{1, LOGGED}</pattern></message><includeCallerData>true</includeCallerData>")) {
            Object[] reused = new Object[1];
            for (int i = 0; i < rounds; i++) {
                reused[0] = "logged";
                logs.logger("shop").info("{}", reused);
                reused[0] = "changed";
            }
            logs.flush();
        }
        assertThat(backend.loki().entries())
                .hasSize(rounds)
                .allMatch(entry -> entry.line().startsWith("logged Caller+0"));
    }

    @Test
    void theShippingThreadDoesNotTakeTheCallerFromOtherAppenders() {
        ListAppender<ILoggingEvent> other = new ListAppender<>();
        try (Logs logs = logs("", "<message><pattern>%class %method %file %line %caller{1} %msg</pattern></message>")) {
            logs.logger("ROOT").addAppender(other);
            other.start();
            logs.logger("shop").info("order {}", 7);
            logs.flush();
            assertThat(other.list).hasSize(1).noneMatch(ILoggingEvent::hasCallerData);
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("? ? ? ? ? order 7");
    }
}
