package dev.penstock.spring.logging;

import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.spring.ApplicationIdentity;
import dev.penstock.spring.settings.CheckedSettings;
import dev.penstock.spring.settings.EnvironmentSettings;
import dev.penstock.spring.settings.GroupSettings;
import dev.penstock.spring.settings.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/** One start of one application: what it wants of the shipping of logs, and what is wrong with that. Not thread-safe. */
final class Start {

    /** Modules of development and tests that may bring a backend, which is known when there are beans. */
    private static final boolean COMPOSE =
            isPresent("org.springframework.boot.docker.compose.lifecycle.DockerComposeLifecycleManager");

    private static final boolean TESTCONTAINERS =
            isPresent("org.springframework.boot.testcontainers.service.connection.ServiceConnection");

    /** What is to be done with the root logger's events. */
    enum Wish {
        /** Nothing: it is switched off, or cannot be. */
        NOTHING,
        /** Ship now. */
        SHIP,
        /** Keep them until there are beans: one may say where to. */
        HOLD
    }

    private final ConfigurableEnvironment environment;
    private final EnvironmentSettings settings;
    private final ApplicationStart phase;
    private final ApplicationIdentity identity;
    private final List<SettingProblem> problems = new ArrayList<>();
    private final List<SettingProblem> said = new ArrayList<>();
    private final LogPlan plan;
    private final boolean usable;

    /** What is shipped by for it; null as long as nothing is. */
    @Nullable LogPlan used;

    /** Whether the application's context has been refreshed. */
    boolean refreshed;

    /** Whether it has failed: what it ships still is the report of that. */
    boolean failed;

    Start(ConfigurableEnvironment environment, @Nullable WebApplicationType type, ApplicationStart phase) {
        this.environment = environment;
        this.phase = phase;
        settings = EnvironmentSettings.of(environment);
        identity = type == null
                ? ApplicationIdentity.of(environment, settings)
                : ApplicationIdentity.of(environment, settings, type != WebApplicationType.NONE);
        problems.addAll(settings.problems());
        if (isOff()) {
            // What is switched off may be as wrong as it likes.
            plan = new LogPlan(Map.of(), null, identity);
            usable = false;
        } else {
            CheckedSettings checked = settings.loki().check();
            problems.addAll(checked.problems());
            plan = LogPlan.of(checked, identity);
            usable = checked.usable();
        }
    }

    ConfigurableEnvironment environment() {
        return environment;
    }

    /** Whether lines may wait until the application has started: not where it does not start if they cannot be shipped. */
    boolean mayWait(LogPlan how) {
        return how.mayWait() && !settings.strict() && phase.nanosLeft() > 0;
    }

    /** When it is over. */
    ApplicationStart phase() {
        return phase;
    }

    /** Defaults for appenders by a plan; null when nothing can be shipped that way, which is a problem then. */
    @Nullable AppenderDefaults defaultsBy(LogPlan how) {
        return how.toDefaults(environment, phase, problems::add);
    }

    EnvironmentSettings settings() {
        return settings;
    }

    List<SettingProblem> problems() {
        return problems;
    }

    void add(SettingProblem problem) {
        problems.add(problem);
    }

    /** What has been said already. */
    List<SettingProblem> said() {
        return said;
    }

    boolean wishesTheSameAs(Start other) {
        return plan.equals(other.plan)
                && wish() == other.wish()
                && isOff() == other.isOff()
                && isQuietTest() == other.isQuietTest();
    }

    /** As configured; without a URL perhaps. */
    LogPlan plan() {
        return plan;
    }

    /** Switched off by somebody, here or for logs alone; or it is a build that runs, and not the application. */
    boolean isOff() {
        return settings.switchedOff()
                || !settings.loki().enabled()
                || (!settings.enabled() && !settings.inTest())
                || environment.getProperty(AbstractAotProcessor.AOT_PROCESSING, Boolean.class, false);
    }

    /** In a test that has not asked for it, nothing is shipped but to what the test brings itself. */
    boolean isQuietTest() {
        return settings.inTest() && !settings.enabled();
    }

    Wish wish() {
        if (isOff() || !usable) {
            return Wish.NOTHING;
        }
        if (!isQuietTest() && plan.hasUrl() && !mayGetAnotherUrl()) {
            return Wish.SHIP;
        }
        return Wish.HOLD;
    }

    /** What is to be done when the start failed before there were beans, or there is none that says where to. */
    boolean shipsWithoutBean() {
        return usable && !isOff() && !isQuietTest() && plan.hasUrl();
    }

    /** The same for a start that failed: a test may have been about to say where to, so that its URL is a guess. */
    boolean shipsItsFailure() {
        return shipsWithoutBean() && !settings.inTest();
    }

    /** What appenders of the logging configuration take; without a URL as long as it may become another one. */
    @Nullable AppenderDefaults firstDefaults() {
        if (isOff() || isQuietTest()) {
            return null;
        }
        return defaultsBy(wish() == Wish.HOLD ? plan.withoutUrl() : plan);
    }

    /** In a test, what it brings itself comes later than what stands in the application's own files, and replaces it. */
    private boolean mayGetAnotherUrl() {
        if (settings.inTest()) {
            return true;
        }
        return TESTCONTAINERS
                || (COMPOSE && environment.getProperty("spring.docker.compose.enabled", Boolean.class, true));
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, Start.class.getClassLoader());
    }

    /** The plan with another backend; null when it cannot be. */
    @Nullable LogPlan planFor(String url) {
        GroupSettings changed = settings.loki().withUrl(url);
        CheckedSettings checked = changed.check();
        for (SettingProblem each : checked.problems()) {
            if (!problems.contains(each) && !said.contains(each)) {
                problems.add(each);
            }
        }
        return checked.usable() ? LogPlan.of(checked, identity) : null;
    }
}
