package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTextTest {

    private static final UnaryOperator<String> VARIABLES =
            text -> text.replace("${APP}", "shop").replace("${user}", "root").replace("${1}", "one");

    @ParameterizedTest
    @CsvSource({
        "a ${APP} b, a shop b",
        "${1} ${APP}${2}, ${1} shop${2}",
        "(?P<user>x) ${user} ${APP}, (?P<user>x) ${user} shop",
        "(?<user>x) ${user}, (?<user>x) ${user}",
        "(x) ${user}, (x) root",
        "$${APP} $1 $APP {{ .Value }}, $${APP} $1 $APP {{ .Value }}",
        "${open, ${open",
    })
    void onlyVariablesAreResolved(String text, String resolved) {
        assertThat(PipelineText.resolve(text, VARIABLES)).isEqualTo(resolved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${NONE}", "x ${env:NONE} y", "${}", "(?P<user>x) ${users}"})
    void aVariableWithoutAValueIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineText.resolve(text, VARIABLES))
                .withMessageContaining("has no value")
                .withMessageContaining("What to do");
    }

    @ParameterizedTest
    @CsvSource({
        "1_IS_UNDEFINED, ${1}",
        "x-1_IS_UNDEFINED, x-${1}",
        "(a)(b) a12_IS_UNDEFINED, (a)(b) a1${2}",
        "(((((((((((( a12_IS_UNDEFINED, (((((((((((( a${12}",
        "01_IS_UNDEFINED, 0${1}",
        "(?P<a>)(?P<b>) a_IS_UNDEFINED_b_IS_UNDEFINED, (?P<a>)(?P<b>) ${a}_${b}",
        "(?<user>) to-user_IS_UNDEFINED, (?<user>) to-${user}",
        "nothing to restore, nothing to restore",
    })
    void whatLogbackTookForAVariableIsRestored(String text, String restored) {
        assertThat(PipelineText.restore(text)).isEqualTo(restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"APP_IS_UNDEFINED", "_IS_UNDEFINED", "(?P<a>) b_IS_UNDEFINED"})
    void aVariableThatIsNotSetIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineText.restore(text))
                .withMessageContaining("has no value");
    }

    @Property
    void textWithoutDollarsIsLeftAlone(@ForAll String text) {
        String plain = text.replace("$", "").replace("_IS_UNDEFINED", "");
        assertThat(PipelineText.resolve(plain, UnaryOperator.identity())).isEqualTo(plain);
        assertThat(PipelineText.restore(plain)).isEqualTo(plain);
    }
}
