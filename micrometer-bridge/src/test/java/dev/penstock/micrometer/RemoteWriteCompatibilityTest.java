package dev.penstock.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.tck.MeterRegistryCompatibilityKit;
import java.time.Duration;
import java.util.Map;

/** Micrometer's own tests of what every registry has to do, with the step of its Prometheus registry. */
class RemoteWriteCompatibilityTest extends MeterRegistryCompatibilityKit {

    @Override
    public MeterRegistry registry() {
        return new RemoteWriteMeterRegistry(PushedRegistry.config(Map.of("enabled", "false")), new MockClock());
    }

    @Override
    public Duration step() {
        return RemoteWriteConfig.DEFAULT.expiry();
    }
}
