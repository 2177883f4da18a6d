package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

class GivenNamesTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private GivenNames with(String name) {
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, "1")));
        environment.getPropertySources().addLast(new RandomValuePropertySource());
        environment.getPropertySources().addLast(new PropertySource.StubPropertySource("stub"));
        ConfigurationPropertySources.attach(environment);
        return GivenNames.of(environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "penstock.loki.batch-wait",
                "penstock.loki.batchWait",
                "penstock.loki.batch_wait",
                "pen-stock.loki.batch-wait",
                "PENSTOCK_LOKI_BATCHWAIT",
                "PENSTOCK_LOKI_BATCH_WAIT",
                "SHOP_PENSTOCK_LOKI_BATCH_WAIT",
                "penstock.loki.batch-wait.x",
                "penstock.loki.batch-wait[0]"
            })
    void mayBeWrittenInManyWays(String written) {
        GivenNames given = with(written);

        assertThat(given.mayHave("penstock.loki.batch-wait")).isTrue();
        assertThat(given.mayHave("penstock.loki.url")).isFalse();
    }

    @Test
    void anythingMayBeInASourceThatCannotSayWhatItHas() {
        environment.getPropertySources().addLast(new PropertySource<>("jndi", new Object()) {
            @Override
            public Object getProperty(String name) {
                return "1";
            }
        });

        assertThat(GivenNames.of(environment).mayHave("penstock.loki.url")).isTrue();
    }

    @Test
    void anythingMayBeInASourceThatFails() {
        environment.getPropertySources().addLast(new MapPropertySource("broken", Map.of()) {
            @Override
            public String[] getPropertyNames() {
                throw new IllegalStateException("not now");
            }
        });

        assertThat(GivenNames.of(environment).mayHave("penstock.loki.url")).isTrue();
    }
}
