package dev.penstock.spring.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * All that stands under {@code penstock.} in Spring's environment, and what is wrong with it. Values are those of when it was made.
 *
 * <p>Each known property is asked for by its own name, so that all of Spring's ways of writing it are understood, such as
 * the variables {@code PENSTOCK_LOKI_BATCHWAIT} and {@code PENSTOCK_LOKI_BATCH_WAIT}.
 */
public final class EnvironmentSettings {

    /** Put into the environment by Spring Boot's test framework. */
    static final String IN_TESTS = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

    private static final String ENABLED = "penstock.enabled";
    private static final String STRICT = "penstock.strict";
    private static final String INSTANCE = "penstock.instance";
    private static final String CONFIG = "penstock.config";
    private static final String DEGRADED_IS_DOWN = "penstock.health.degraded-is-down";

    private final Environment environment;
    private final List<SettingProblem> problems = new ArrayList<>();
    private final boolean inTest;
    private final boolean enabled;
    private final boolean switchedOff;
    private final boolean strict;
    private final @Nullable String instance;
    private final GroupSettings loki;
    private final GroupSettings remoteWrite;

    private EnvironmentSettings(Environment environment) {
        this.environment = environment;
        PropertyReader reader = new PropertyReader(environment);
        inTest = environment.getProperty(IN_TESTS, Boolean.class, false);
        Boolean asked = Flags.read(reader, ENABLED, problems);
        // What cannot be understood must not make a test ship, nor an application stop shipping.
        enabled = asked == null ? !inTest : asked;
        switchedOff = asked != null && !asked;
        strict = Boolean.TRUE.equals(Flags.read(reader, STRICT, problems));
        // Whoever makes the health indicator asks for it; what is wrong with it is said here.
        Boolean unused = Flags.read(reader, DEGRADED_IS_DOWN, problems);
        instance = readInstance(reader);
        AgentSettings agent = AgentSettings.read(CONFIG, reader, switchedOff, problems);
        if (!strict) {
            problems.addAll(agent.remarks());
        }
        loki = agent.completeLogs(GroupSettings.read(SettingGroup.LOKI, reader));
        remoteWrite = agent.completeMetrics(GroupSettings.read(SettingGroup.REMOTE_WRITE, reader));
    }

    /**
     * Reads the environment.
     *
     * @param environment complete, or as complete as it is
     * @return never fails because of what stands there
     */
    public static EnvironmentSettings of(Environment environment) {
        return new EnvironmentSettings(environment);
    }

    /**
     * All properties there are.
     *
     * @return such as {@code penstock.enabled}, in the order in which they are listed for users
     */
    public static List<String> properties() {
        List<String> properties = new ArrayList<>(List.of(ENABLED, STRICT, INSTANCE, CONFIG, DEGRADED_IS_DOWN));
        properties.addAll(SettingGroup.LOKI.properties());
        properties.addAll(SettingGroup.REMOTE_WRITE.properties());
        return properties;
    }

    private static List<String> maps() {
        List<String> maps = new ArrayList<>();
        for (SettingGroup group : SettingGroup.values()) {
            group.names().stream().filter(SettingGroup::isLines).forEach(each -> maps.add(group.property(each)));
        }
        return maps;
    }

    private @Nullable String readInstance(PropertyReader reader) {
        try {
            return blankToNull(reader.text(INSTANCE));
        } catch (RuntimeException e) {
            problems.add(Unresolved.problem(INSTANCE, reader.origin(INSTANCE), e));
            return null;
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * Whether anything is shipped: {@code penstock.enabled}; false by default in tests of Spring Boot's test framework.
     *
     * @return false when all is off
     */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Whether {@code penstock.enabled} is false because somebody has written so.
     *
     * @return false when it is true, or not given
     */
    public boolean switchedOff() {
        return switchedOff;
    }

    /**
     * Whether this is a test of Spring Boot's test framework, such as {@code @SpringBootTest}.
     *
     * @return false in an application
     */
    public boolean inTest() {
        return inTest;
    }

    /**
     * Whether the application shall not start when something is wrong: {@code penstock.strict}.
     *
     * @return false by default
     */
    public boolean strict() {
        return strict;
    }

    /**
     * Whether health is DOWN when it is DEGRADED: {@code penstock.health.degraded-is-down}. Reads nothing else.
     *
     * @param environment with the application's configuration
     * @return false by default
     */
    public static boolean degradedIsDown(Environment environment) {
        return Boolean.TRUE.equals(Flags.read(new PropertyReader(environment), DEGRADED_IS_DOWN, new ArrayList<>()));
    }

    /**
     * What tells this instance of the application from others: {@code penstock.instance}.
     *
     * @return null when it is not given
     */
    public @Nullable String instance() {
        return instance;
    }

    /**
     * What is said about logs.
     *
     * @return the settings under {@code penstock.loki}
     */
    public GroupSettings loki() {
        return loki;
    }

    /**
     * What is said about metrics.
     *
     * @return the settings under {@code penstock.remote-write}
     */
    public GroupSettings remoteWrite() {
        return remoteWrite;
    }

    /**
     * What is wrong with properties that are of neither group, and which ones there are not: found anew each time.
     *
     * @return mostly none
     */
    public List<SettingProblem> problems() {
        List<SettingProblem> all = new ArrayList<>(problems);
        all.addAll(new UnknownProperties(properties(), maps()).find(environment));
        return all;
    }
}
