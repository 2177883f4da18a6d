package dev.penstock.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootVersion;

/** That each run has the class path it is meant to have: otherwise the others prove nothing. */
class ClassPathTest {

    @Test
    void hasTheSpringBootThatIsMeant() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.spring.boot.version"));
    }

    @Test
    void hasTheLoggingSystemThatIsMeant() {
        assertThat(LoggerFactory.getILoggerFactory().getClass().getName())
                .containsIgnoringCase(System.getProperty("expected.logging.system").replace("log4j2", "log4j"));
    }
}
