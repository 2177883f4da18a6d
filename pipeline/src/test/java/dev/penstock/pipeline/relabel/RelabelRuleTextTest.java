package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules are written as, and which are refused. */
class RelabelRuleTextTest {

    private static final Map<String, String> ABC = Map.of("a", "foo", "b", "bar", "c", "baz");

    @Test
    void writeRelabelConfigIsTheSameAsRule() {
        assertThat(RelabelRules.parse("write_relabel_config {\n regex = \"a\"\n action = \"labeldrop\"\n}")
                        .apply(ABC))
                .isEqualTo(Map.of("b", "bar", "c", "baz"));
    }

    @Test
    void aLabelCanBeANumberInAlloy() {
        assertThat(RelabelRules.parse("rule {\n target_label = \"x\"\n replacement = 5\n}")
                        .apply(ABC))
                .containsEntry("x", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "action = \"Drop\" | 2:10: rule 1: action 'Drop' is not accepted; expected one of replace, keep, drop,",
                "action = \"hashmod\"↵target_label = \"a\" | 1:1: rule 1: modulus is missing or 0; expected a whole number of 1 or more",
                "action = \"hashmod\"↵modulus = 2 | 1:1: rule 1: target_label is missing or empty; expected the name of a label",
                "modulus = -2 | 2:11: rule 1: modulus is the number -2; expected a whole number",
                "action = \"replace\" | 1:1: rule 1: target_label is missing or empty",
                "action = \"keepequal\" | 1:1: rule 1: target_label is missing",
                "action = \"lowercase\" | 1:1: rule 1: target_label is missing",
                "target_label = \"a-b$1\" | 2:16: rule 1: target_label 'a-b$1' is not accepted; expected letters",
                "target_label = \"${1\" | 2:16: rule 1: target_label '${1' is not accepted",
                "action = \"lowercase\"↵target_label = \"a\"↵replacement = \"x\" | 4:15: rule 1: replacement cannot be set; action lowercase",
                "action = \"labelmap\"↵replacement = \"a-$1\" | 3:15: rule 1: replacement 'a-$1' is not accepted",
                "action = \"labeldrop\"↵source_labels = [\"a\"] | 3:17: rule 1: source_labels cannot be set; action labeldrop takes a regex and nothing else",
                "action = \"labelkeep\"↵separator = \",\" | 3:13: rule 1: separator cannot be set",
                "action = \"labelkeep\"↵target_label = \"a\" | 3:16: rule 1: target_label cannot be set",
                "action = \"labelkeep\"↵modulus = 2 | 3:11: rule 1: modulus cannot be set",
                "action = \"labelkeep\"↵replacement = \"\" | 3:15: rule 1: replacement cannot be set",
                "action = \"dropequal\"↵target_label = \"a\"↵regex = \"x\" | 4:9: rule 1: regex cannot be set; action dropequal takes source_labels and a target_label",
                "regex = \"(\"↵target_label = \"a\" | 2:9: rule 1: regex '(' is not accepted: ",
                "foo = 1 | 2:1: rule 1: there is no attribute 'foo' in rule; expected source_labels, separator, regex, modulus,",
                "source_labels = \"a\" | 2:17: rule 1: source_labels is the string \"a\"; expected a list of strings",
            })
    void wrongRulesAreRefusedWhenTheyAreLoaded(String body, String message) {
        assertThatThrownBy(() -> RelabelRules.parse("rule {\n" + body.replace('↵', '\n') + "\n}"))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theNumberAndLineOfALaterRuleAreSaid() {
        assertThatThrownBy(() -> RelabelRules.parse("rule { target_label = \"a\" }\n\nrule { action = \"x\" }"))
                .hasMessageStartingWith("3:17: rule 2: action 'x' is not accepted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | 1:1: there are no rules",
                "rules { } | 1:1: found 'rules', expected a block rule",
                "rule = 1 | 1:1: found 'rule', expected a block rule",
                "rule \"x\" { } | 1:1: found the label \"x\"",
            })
    void otherTextsAreRefused(String text, String message) {
        assertThatThrownBy(() -> RelabelRules.parse(text)).hasMessageStartingWith(message);
    }

    @Test
    void theBuilderChecksAsWell() {
        assertThatThrownBy(() -> RelabelRule.builder()
                        .action(Action.HASHMOD)
                        .targetLabel("a")
                        .build())
                .isInstanceOf(RelabelRuleException.class)
                .hasMessageStartingWith("modulus is missing or 0");
        assertThatThrownBy(() -> RelabelRule.builder().modulus(-1)).isInstanceOf(RelabelRuleException.class);
        assertThatThrownBy(() -> RelabelRule.builder().targetLabel("a\uD800").build())
                .isInstanceOf(RelabelRuleException.class);
    }

    @Test
    void theDefaultsMayBeWrittenOut() {
        assertThat(RelabelRules.parse(
                                "rule {\nregex = \"x\"\nseparator = \";\"\nreplacement = \"$1\"\nmodulus = 0\nsource_labels = []\naction = \"labeldrop\"\n}")
                        .apply(ABC))
                .isSameAs(ABC);
        assertThat(RelabelRules.parse(
                                "rule {\ntarget_label = \"a\"\nregex = \"(.*)\"\nsource_labels = [\"a\"]\naction = \"keepequal\"\n}")
                        .apply(ABC))
                .isSameAs(ABC);
    }

    @Property
    void whatIsPrintedIsReadAgain(
            @ForAll @NotEmpty List<@NotEmpty String> sources, @ForAll String separator, @ForAll String replacement) {
        RelabelRule rule = RelabelRule.builder()
                .sourceLabels(sources.stream().map(RelabelRuleTextTest::text).toList())
                .separator(text(separator))
                .replacement(text(replacement))
                .targetLabel("x")
                .build();
        assertThat(RelabelRules.parse(rule.toString()).toString()).isEqualTo(rule.toString());
    }

    /** Without what no text of Alloy contains. */
    private static String text(String any) {
        return any.replaceAll("[\\x{D800}-\\x{DFFF}]", "").replace("\0", "");
    }
}
