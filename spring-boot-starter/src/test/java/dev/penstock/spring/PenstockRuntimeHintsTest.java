package dev.penstock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

class PenstockRuntimeHintsTest {

    @Test
    void areRegisteredWithSpring() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(PenstockRuntimeHints.class);
    }

    @Test
    void nameWhatIsLookedForByNameAndWhatIsBoundEarly() {
        RuntimeHints hints = new RuntimeHints();
        new PenstockRuntimeHints().registerHints(hints, getClass().getClassLoader());

        for (String each : PenstockRuntimeHints.LOOKED_FOR) {
            if (ClassUtils.isPresent(each, getClass().getClassLoader())) {
                assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(each)))
                        .accepts(hints);
            }
        }
        assertThat(RuntimeHintsPredicates.reflection().onType(PemSslBundleProperties.class))
                .accepts(hints);
    }
}
