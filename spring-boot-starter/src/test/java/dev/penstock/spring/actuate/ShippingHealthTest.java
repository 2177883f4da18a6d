package dev.penstock.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.health.Health;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippingHealthTest {

    private static final FakeShipper UP = new FakeShipper("LOKI", Health.UP);
    private static final FakeShipper LATE = new FakeShipper("metrics", Health.degraded("the backend is away"));
    private static final FakeShipper BROKEN = new FakeShipper("metrics", Health.down("wrong password"));

    @Test
    void theWorstOfAllCounts() {
        assertThat(verdict(false, UP).status()).isEqualTo("UP");
        assertThat(verdict(false, UP, LATE).status()).isEqualTo("DEGRADED");
        assertThat(verdict(false, LATE, UP, BROKEN).status()).isEqualTo("DOWN");
        assertThat(verdict(false, LATE, UP, BROKEN).details()).containsEntry("reason", "wrong password");
    }

    @Test
    void degradedMayBeDown() {
        assertThat(verdict(true, UP, LATE).status()).isEqualTo("DOWN");
        assertThat(verdict(true, UP).status()).isEqualTo("UP");
    }

    @Test
    void whereNothingIsShippedNothingIsKnown() {
        ShippingHealth.Verdict verdict = verdict(false);
        assertThat(verdict.status()).isEqualTo("UNKNOWN");
        assertThat(verdict.details()).containsKey("reason");
    }

    @Test
    void detailsAreThoseOfEachShipper() {
        Map<?, ?> shippers =
                (Map<?, ?>) verdict(false, UP, LATE, LATE).details().get("shippers");

        assertThat(shippers.keySet().stream().map(String::valueOf)).containsExactly("LOKI", "metrics", "metrics (2)");
        assertThat(String.valueOf(shippers.get("metrics")))
                .isEqualTo(
                        "{status=DEGRADED, reason=the backend is away, kind=logs, url=http://loki:3100/loki/api/v1/push,"
                                + " accepted=0, delivered=0, dropped=0, pending=0}");
    }

    private static ShippingHealth.Verdict verdict(boolean degradedIsDown, FakeShipper... shippers) {
        return new ShippingHealth(() -> List.of(shippers), degradedIsDown).verdict();
    }
}
