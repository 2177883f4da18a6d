package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginEntry;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another library's {@code <Loki>} stays that library's, wherever it is on the class path. */
class LokiElementTest {

    /** Another library's appender. Not listed as a plugin but where a test lists it. */
    public static final class Another extends AbstractAppender {

        private Another(String name, String host) {
            super(name + "@" + host, null, null, true, Property.EMPTY_ARRAY);
        }

        /**
         * Makes one, for Log4j.
         *
         * @param name its name
         * @param host a setting that only this library has
         * @return an appender
         */
        @PluginFactory
        public static Another create(@PluginAttribute("name") String name, @PluginAttribute("host") String host) {
            return new Another(name, host);
        }

        @Override
        public void append(LogEvent event) {}
    }

    /** Prints which appenders a configuration makes. */
    public static final class Program {
        private Program() {}

        /**
         * Configures.
         *
         * @param args what is within {@code <Appenders>}
         */
        public static void main(String[] args) {
            StatusLogger.getLogger().getFallbackListener().setLevel(Level.WARN);
            try (Logs logs = Logs.ofXml(Logs.xml(args[0]).replace("<AppenderRef ref=\"LOKI\"/>", ""))) {
                for (Map.Entry<String, Appender> each :
                        logs.context().getConfiguration().getAppenders().entrySet()) {
                    System.out.println(each.getKey() + " is a "
                            + each.getValue().getClass().getName());
                }
                System.out.println("warnings " + logs.warnings() + " errors " + logs.errors());
            }
        }
    }

    private static final String BOTH =
            "<Loki name='LOKI' host='theirs'/><Penstock name='OURS' url='http://localhost:1'/>";

    @TempDir
    Path library;

    @BeforeEach
    void listTheOtherLibrarysPlugin() throws Exception {
        PluginCache cache = new PluginCache();
        PluginEntry entry = new PluginEntry();
        entry.setKey("loki");
        entry.setName("appender");
        entry.setClassName(Another.class.getName());
        entry.setPrintable(true);
        cache.getCategory("core").put("loki", entry);
        Path list = library.resolve(PluginProcessor.PLUGIN_CACHE_FILE);
        Files.createDirectories(list.getParent());
        try (OutputStream out = Files.newOutputStream(list)) {
            cache.writeCache(out);
        }
    }

    private static String run(String classPath, String appenders) throws Exception {
        return ChildJvm.output(ChildJvm.start(classPath, List.of("-XX:TieredStopAtLevel=1"), Program.class, appenders));
    }

    private static void assertBoth(String output) {
        assertThat(output)
                .contains("LOKI@theirs is a " + Another.class.getName())
                .contains("OURS is a " + LokiAppender.class.getName())
                .contains("warnings [] errors []");
    }

    @Test
    void behindPenstockOnTheClassPath() throws Exception {
        assertBoth(run(ChildJvm.CLASS_PATH + File.pathSeparator + library, BOTH));
    }

    @Test
    void beforePenstockOnTheClassPath() throws Exception {
        assertBoth(run(library + File.pathSeparator + ChildJvm.CLASS_PATH, BOTH));
    }

    @Test
    void withoutAnotherLibraryItIsPenstocks() throws Exception {
        assertThat(run(ChildJvm.CLASS_PATH, "<Loki name='LOKI' url='http://localhost:1'/>"))
                .contains("LOKI is a " + LokiAppender.class.getName())
                .contains("warnings [] errors []");
        assertThat(run(ChildJvm.CLASS_PATH, "<Loki name='LOKI' url='http://localhost:1' host='x'/>"))
                .contains("there is no setting 'host'");
    }
}
