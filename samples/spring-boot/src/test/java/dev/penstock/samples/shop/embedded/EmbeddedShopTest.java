package dev.penstock.samples.shop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.samples.shop.GrafanaFiles;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredSeries;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedShopTest {

    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();
    private static ShopDay day;

    @BeforeAll
    static void openTheShop() throws Exception {
        day = ShopDay.at(BACKEND);
    }

    @AfterAll
    static void stop() {
        BACKEND.close();
    }

    @Test
    void everythingArrives() {
        assertThat(Audit.of(day, new Arrivals(BACKEND))).isEmpty();
    }

    @Test
    void whatIsMissingIsSaid() {
        try (EmbeddedBackend empty = EmbeddedBackend.start()) {
            assertThat(Audit.of(day, new Arrivals(empty)))
                    .contains(day.logs().accepted() + " log entries were accepted, 0 have arrived")
                    .contains(day.samples().accepted() + " samples were accepted, 0 have arrived")
                    .contains("the shop's own log file has " + day.logged() + " events, Loki 0")
                    .contains("no failed payment was logged")
                    .anyMatch(problem -> problem.contains("no exemplar"));
        }
    }

    @Test
    void eachMetricThatGrafanaIsAskedForIsShipped() {
        Set<String> shipped =
                BACKEND.metrics().series().stream().map(StoredSeries::name).collect(Collectors.toSet());

        assertThat(shipped).containsAll(GrafanaFiles.metricNames());
    }

    @Test
    void eachLabelThatGrafanaIsAskedForIsShipped() {
        assertThat(BACKEND.metrics().series())
                .allSatisfy(series ->
                        assertThat(series.labels()).containsEntry("job", "shop").containsKey("instance"));
        assertThat(BACKEND.loki().entries()).allSatisfy(entry -> {
            assertThat(entry.labels()).containsEntry("service_name", "shop").containsKey("level");
            assertThat(entry.structuredMetadata()).containsKey("instance");
        });
    }
}
