package dev.penstock.spring.logging;

import dev.penstock.DelayedOpening;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.spring.settings.PenstockConfigurationException;
import dev.penstock.spring.settings.SettingProblem;
import dev.penstock.spring.settings.SettingProblems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ships the logs of the applications of this JVM, which have one logging system together: the last one that wants to ship
 * says how. One for the class loader; thread-safe.
 */
final class LogShipping {

    /** The name of the starter's appender. */
    static final String APPENDER = "PENSTOCK";

    /** How long the thread that opened an appender waits for its first batch to be delivered: nothing depends on that. */
    private static final Duration FIRST_BATCH = Duration.ofSeconds(1);

    private static final Log LOG = LogFactory.getLog("dev.penstock.spring");
    private static final LogShipping INSTANCE = new LogShipping();

    /** Spring Boot is configuring logging: what happens to appenders then is for {@link #attach} to mend. */
    private static volatile boolean configuring;

    private @Nullable Attachment attachment;

    /** The start whose wish counts; null when there is none, or its application has ended. */
    private @Nullable Start current;

    /** What is used of it; null as long as nothing is shipped. */
    private @Nullable LogPlan plan;

    /** Applications that run, the latest last. */
    private final List<Start> running = new ArrayList<>();

    /** Logging systems tell of changes that are made while others of theirs are answered. */
    private boolean mending;

    private LogShipping() {}

    static LogShipping instance() {
        return INSTANCE;
    }

    static boolean isConfiguring() {
        return configuring;
    }

    /** Before logging is configured: appenders of its configuration shall find what they need. */
    synchronized void prepare(Start start) {
        configuring = true;
        if (takesOver(start)) {
            takeOver(start);
        }
    }

    private void takeOver(Start start) {
        if (attachment != null) {
            if (current != null) {
                openForCurrent(attachment);
            }
            attachment.relay().waitForAnother();
        }
        current = start;
        plan = null;
        AppenderDefaults.use(start.firstDefaults());
    }

    /** The environment has become another one since logging was configured. */
    synchronized void changed(Start before, Start now) {
        if (current == before || takesOver(now)) {
            if (attachment != null && current == before) {
                attachment.relay().reconsider();
            }
            takeOver(now);
            if (attachment != null) {
                apply(attachment, now);
            }
        }
    }

    /** One that ships nothing leaves alone what another one ships; a test keeps its silence all the same. */
    private boolean takesOver(Start start) {
        boolean anotherShips = current != null && !current.failed && plan != null;
        return !anotherShips
                || start.shipsWithoutBean()
                || start.isQuietTest()
                || start.settings().inTest();
    }

    /** After logging was configured. */
    synchronized void attach(Start start) {
        configuring = false;
        if (attachment == null) {
            attachment = Attachment.find(LogShipping.class.getClassLoader());
            if (attachment != null) {
                attachment.onReconfigured(this::reconfigured);
            }
        }
        if (attachment == null) {
            if (start.shipsWithoutBean()) {
                start.add(new SettingProblem(
                        "penstock.loki.url",
                        "the logging system is neither Logback nor Log4j2: logs are not shipped to Loki",
                        null,
                        "Use spring-boot-starter-logging or spring-boot-starter-log4j2."));
            }
        } else if (current == start) {
            apply(attachment, start);
        } else if (current != null && plan != null) {
            // Logging may have been configured anew for an application beside the one that ships.
            use(attachment, current, plan);
        }
    }

    private void apply(Attachment to, Start start) {
        switch (start.wish()) {
            case NOTHING -> {
                if (start.isOff()) {
                    to.silenceOwn();
                }
                to.relay().off();
                to.detach();
                sayProblemOfOwn(to, start);
            }
            case SHIP -> use(to, start, start.plan());
            case HOLD -> {
                if (start.isQuietTest()) {
                    to.silenceOwn();
                }
                if (to.hasOwn() && to.problemOfOwn() == null) {
                    // All is well without the starter's.
                    to.relay().off();
                    to.detach();
                } else {
                    to.relay().hold();
                    to.attach();
                }
            }
        }
    }

    /** Ships as planned, with the appenders of the logging configuration if there are any. */
    private void use(Attachment to, Start start, LogPlan how) {
        if (AppenderDefaults.inUse() == null || !how.equals(plan)) {
            AppenderDefaults defaults = start.defaultsBy(how);
            if (defaults == null) {
                to.relay().off();
                to.detach();
                return;
            }
            AppenderDefaults.use(defaults);
        }
        boolean anew = !how.equals(plan);
        plan = how;
        start.used = how;
        if (to.hasOwn()) {
            to.detach();
            if (to.problemOfOwn() != null && anew) {
                to.completeOwn();
            }
            to.relay().off();
            sayProblemOfOwn(to, start);
            return;
        }
        if (!start.mayWait(how) || !shipLater(to, start, how)) {
            to.relay().ship(how, how.isOnDisk());
        }
        to.attach();
        String problem = to.relay().problem();
        if (!problem.isEmpty()) {
            start.add(ofAppender(problem));
        }
    }

    private static SettingProblem ofAppender(String problem) {
        return new SettingProblem("penstock.loki", problem, "logs are not shipped to Loki", null, "Correct it.");
    }

    /** Ships when the application has started; false when it does already. */
    private boolean shipLater(Attachment to, Start start, LogPlan how) {
        if (to.relay().isWaitingFor(how)) {
            return true;
        }
        DelayedOpening opening = new DelayedOpening(
                start.phase(), () -> open(to), () -> sendStart(to), e -> sayBug("when it began to ship logs", e));
        if (!to.relay().shipLater(how, opening::hurry)) {
            return false;
        }
        opening.begin();
        return true;
    }

    private void open(Attachment to) {
        synchronized (this) {
            to.relay().open();
        }
    }

    /** The lines of the start have waited long enough for others to join them. */
    private static void sendStart(Attachment to) {
        boolean unused = to.relay().flush(FIRST_BATCH);
    }

    /** What it waits with is shipped as the lines of the start whose they are, before another one takes over. */
    private static void openForCurrent(Attachment to) {
        try {
            to.relay().open();
        } catch (Throwable e) {
            sayBug("when another application took over", e);
        }
    }

    private static void sayProblemOfOwn(Attachment to, Start start) {
        String problem = to.problemOfOwn();
        if (problem != null) {
            start.add(new SettingProblem(
                    "penstock.loki", problem, null, "Correct the logging configuration, or set penstock.loki.url."));
        }
    }

    /** Logging was configured anew while the application runs, such as by Logback's scan. */
    private void reconfigured() {
        try {
            synchronized (this) {
                if (attachment != null && current != null && !mending) {
                    mending = true;
                    try {
                        mend(attachment, current);
                    } finally {
                        mending = false;
                    }
                }
            }
        } catch (Throwable e) {
            LOG.warn("Penstock could not go on after logging was configured anew", e);
        }
    }

    private void mend(Attachment to, Start start) {
        if (plan != null) {
            use(to, start, plan);
        } else if (!start.refreshed || start.isOff() || start.isQuietTest()) {
            apply(to, start);
        }
    }

    /** There are beans: the URL of one of them, or null. */
    synchronized void connected(Start start, @Nullable String url) {
        start.refreshed = true;
        running.remove(start);
        running.add(start);
        if (attachment == null || start.isOff()) {
            return;
        }
        LogPlan how = url != null ? start.planFor(url) : start.shipsWithoutBean() ? start.plan() : null;
        if (how != null && (url != null || current == start)) {
            if (current != null && current != start) {
                openForCurrent(attachment);
            }
            current = start;
            if (!how.equals(plan) || attachment.relay().isHolding()) {
                use(attachment, start, how);
            }
        } else if (current == start && attachment.relay().isHolding()) {
            attachment.relay().off();
            attachment.detach();
        }
    }

    /** The start failed: what is known by now has to do. */
    synchronized void failed(Start start) {
        start.failed = true;
        // Logging itself may be what failed.
        configuring = false;
        if (attachment != null && current == start && attachment.relay().isHolding()) {
            if (start.shipsItsFailure()) {
                connected(start, null);
            } else {
                attachment.relay().off();
                attachment.detach();
            }
        }
        running.remove(start);
    }

    /** The application has ended; what follows may be the end of the JVM, or its next start. */
    synchronized void closed(Start start) {
        running.remove(start);
        if (current != start || !start.refreshed) {
            return;
        }
        if (attachment != null) {
            openForCurrent(attachment);
        }
        current = null;
        if (attachment == null || handOver(attachment)) {
            return;
        }
        boolean outlivesLogging =
                !start.environment().getProperty("logging.register-shutdown-hook", Boolean.class, true);
        if (outlivesLogging) {
            // In a servlet container: its JVM goes on, and another application may come in this one's place.
            attachment.detach();
            attachment.relay().close();
        } else if ((plan == null || !plan.isOnDisk()) && !Jvm.isEnding()) {
            attachment.relay().sleep();
        }
    }

    /** Another application that still runs has its logs shipped as its own again; false when there is none. */
    private boolean handOver(Attachment to) {
        for (int i = running.size() - 1; i >= 0; i--) {
            Start next = running.get(i);
            if (next.used != null) {
                current = next;
                if (!next.used.equals(plan) && !Jvm.isEnding()) {
                    use(to, next, next.used);
                }
                return true;
            }
        }
        return false;
    }

    /** Says why an appender that was opened after the start does not ship; nothing when it does. */
    static void sayProblem(String problem) {
        if (!problem.isEmpty()) {
            LOG.warn(SettingProblems.report(List.of(ofAppender(problem))));
        }
    }

    /** Says how many events found no room while they could not be shipped yet. */
    static void sayLeftOut(int events) {
        LOG.warn("Penstock keeps " + HeldEvents.MOST + " events, or " + HeldEvents.MOST_CHARACTERS
                + " characters, as long as it cannot ship them yet: " + events + " are not shipped");
    }

    /** Says what is wrong, once logging works; in strict mode the application does not start. */
    static void report(Start start) {
        List<SettingProblem> problems = new ArrayList<>(start.problems());
        start.problems().clear();
        start.said().addAll(problems);
        if (problems.isEmpty()) {
            return;
        }
        if (start.settings().strict()) {
            throw new PenstockConfigurationException(problems);
        }
        LOG.warn(SettingProblems.report(problems));
    }

    /** Something failed that must not: the application goes on without. */
    static void sayBug(String when, Throwable e) {
        configuring = false;
        try {
            LOG.warn("Penstock failed " + when + "; the application goes on without it", e);
        } catch (Throwable unsaid) {
            // There is nobody left to tell.
        }
    }
}
