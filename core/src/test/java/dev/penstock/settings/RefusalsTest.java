package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final Refusals refusals = new Refusals();

    private void set(String setting, String value) {
        refusals.check(setting, () -> Refusals.flag(setting, value));
    }

    @Test
    void allThatIsWrongIsRememberedInOrder() {
        set("b", "perhaps");
        set("a", "");

        assertThat(refusals.problems())
                .containsExactly(
                        "b 'perhaps' is not accepted; expected true or false",
                        "a is missing or empty; expected true or false");
    }

    @Test
    void aLaterGoodValueMendsASetting() {
        set("a", "perhaps");
        set("a", "true");

        assertThat(refusals.problems()).isEmpty();
    }
}
