package dev.penstock.testkit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit tests an {@link EmbeddedBackend} that is empty when a test begins.
 *
 * <p>In a static {@code @RegisterExtension} field or with {@code @ExtendWith} there is one backend for the class; in an
 * instance field there is one for each test. Before each test it is running and cleared. A test can have it as a
 * parameter. Not for tests that run in parallel within a class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedBackendExtension BACKEND = new EmbeddedBackendExtension();
 * }</pre>
 */
public final class EmbeddedBackendExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final UnaryOperator<EmbeddedBackend.Builder> settings;
    private @Nullable EmbeddedBackend backend;
    private int classes;

    /** A backend with default settings. */
    public EmbeddedBackendExtension() {
        this(builder -> builder);
    }

    /** A backend with these settings. */
    public EmbeddedBackendExtension(UnaryOperator<EmbeddedBackend.Builder> settings) {
        this.settings = settings;
    }

    /**
     * The backend.
     *
     * @throws IllegalStateException before it is started and after it is closed
     */
    public synchronized EmbeddedBackend backend() {
        if (backend == null) {
            throw new IllegalStateException("the embedded backend runs during tests only");
        }
        return backend;
    }

    /** {@link EmbeddedBackend#url()}. */
    public String url() {
        return backend().url();
    }

    /** {@link EmbeddedBackend#lokiPushUrl()}. */
    public String lokiPushUrl() {
        return backend().lokiPushUrl();
    }

    /** {@link EmbeddedBackend#remoteWriteUrl()}. */
    public String remoteWriteUrl() {
        return backend().remoteWriteUrl();
    }

    /** {@link EmbeddedBackend#loki()}. */
    public LokiStore loki() {
        return backend().loki();
    }

    /** {@link EmbeddedBackend#metrics()}. */
    public MetricStore metrics() {
        return backend().metrics();
    }

    /** {@link EmbeddedBackend#faults()}. */
    public Faults faults() {
        return backend().faults();
    }

    /** {@link EmbeddedBackend#metricFaults()}. */
    public Faults metricFaults() {
        return backend().metricFaults();
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classes++; // nested classes come here too
        open();
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        EmbeddedBackend running = open();
        running.clear();
        running.restart();
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        if (classes == 0) {
            shut();
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            shut();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedBackend.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return open();
    }

    private synchronized EmbeddedBackend open() {
        EmbeddedBackend open = backend;
        if (open == null) {
            open = settings.apply(EmbeddedBackend.builder()).start();
            backend = open;
        }
        return open;
    }

    private synchronized void shut() {
        if (backend != null) {
            backend.close();
            backend = null;
        }
    }
}
