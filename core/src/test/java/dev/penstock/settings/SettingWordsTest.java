package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingWordsTest {

    /** Right for some of them; the others refuse it, which is as good. */
    private static final String VALUE = "1s";

    static Iterable<String> names() {
        return ShipperSettingsBuilder.names();
    }

    static Iterable<String> remoteWriteNames() {
        return RemoteWriteSettingsBuilder.names();
    }

    private static void isSetOrRefused(ThrowingCallable set) {
        assertThatCode(() -> {
                    try {
                        set.call();
                    } catch (SettingException e) {
                        // The setting is known, and its value is not one of its own.
                    }
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySettingThatIsListedIsSet(String name) {
        isSetOrRefused(() -> ShipperSettings.builder().set(name, VALUE));
    }

    @ParameterizedTest
    @MethodSource("remoteWriteNames")
    void everySettingOfRemoteWriteThatIsListedIsSet(String name) {
        isSetOrRefused(() -> RemoteWriteSettings.builder().set(name, VALUE));
    }
}
