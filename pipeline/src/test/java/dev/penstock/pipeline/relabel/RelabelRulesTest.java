package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabelRulesTest {

    private static final Map<String, String> ABC = Map.of("a", "foo", "b", "bar", "c", "baz");

    @Test
    void replaceSetsTheTargetWhereTheValueMatches() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("f(.*)")
                                .targetLabel("d")
                                .replacement("ch${1}-ch${1}"),
                        ABC))
                .isEqualTo(with(ABC, "d", "choo-choo"));
    }

    @Test
    void replaceWithoutAMatchChangesNothing() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("x")
                                .targetLabel("b")
                                .replacement("y"),
                        ABC))
                .isSameAs(ABC);
    }

    @Test
    void replaceJoinsItsSources() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a", "none", "b")
                                .separator("-")
                                .targetLabel("d"),
                        ABC))
                .containsEntry("d", "foo--bar");
    }

    @Test
    void replaceWithoutSourcesTakesTheEmptyValue() {
        assertThat(apply(RelabelRule.builder().targetLabel("d").replacement("fixed"), ABC))
                .containsEntry("d", "fixed");
    }

    @Test
    void replaceWithNothingDeletesTheTarget() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("f.*")
                                .targetLabel("b")
                                .replacement(""),
                        ABC))
                .isEqualTo(Map.of("a", "foo", "c", "baz"));
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("(f).*")
                                .targetLabel("$1")
                                .replacement("$2"),
                        with(ABC, "f", "x")))
                .isEqualTo(ABC);
    }

    @Test
    void replaceIsSkippedWhereTheTargetComesOutWrong() {
        RelabelRule.Builder rule = RelabelRule.builder()
                .sourceLabels("a")
                .regex("some-([^-]+)(-[^,]+)")
                .replacement("${1}");
        Map<String, String> labels = Map.of("a", "some-name-0");
        assertThat(apply(rule.targetLabel("${3}"), labels)).isSameAs(labels);
        assertThat(apply(rule.targetLabel("x${2}"), labels)).isSameAs(labels);
        assertThat(apply(RelabelRule.builder().sourceLabels("a").targetLabel("a-b"), labels))
                .isSameAs(labels);
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("(?:some)-(.*)-(.)")
                                .targetLabel("$2")
                                .replacement("x"),
                        labels))
                .isSameAs(labels);
    }

    @Test
    void replaceTakesTheTargetFromTheValue() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("a")
                                .regex("some-([^-]+)-([^,]+)")
                                .targetLabel("${1}")
                                .replacement("${2}"),
                        Map.of("a", "some-name-value")))
                .containsEntry("name", "value");
    }

    @Test
    void keepAndDropDecideByTheRegex() {
        RelabelRule.Builder rule = RelabelRule.builder().sourceLabels("a");
        assertThat(apply(rule.regex("f.*").action(Action.KEEP), ABC)).isSameAs(ABC);
        assertThat(apply(rule.regex("no").action(Action.KEEP), ABC)).isNull();
        assertThat(apply(rule.regex("f|o").action(Action.DROP), ABC)).isSameAs(ABC);
        assertThat(apply(rule.regex(".*o.*").action(Action.DROP), ABC)).isNull();
        assertThat(apply(RelabelRule.builder().sourceLabels("none").regex("").action(Action.DROP), ABC))
                .isNull();
    }

    @Test
    void keepequalAndDropequalCompareWithTheTarget() {
        Map<String, String> ports = Map.of("tmp", "1234", "port1", "1234", "port2", "5678");
        RelabelRule.Builder rule = RelabelRule.builder().sourceLabels("tmp");
        assertThat(apply(rule.targetLabel("port1").action(Action.KEEPEQUAL), ports))
                .isSameAs(ports);
        assertThat(apply(rule.targetLabel("port2").action(Action.KEEPEQUAL), ports))
                .isNull();
        assertThat(apply(rule.targetLabel("port1").action(Action.DROPEQUAL), ports))
                .isNull();
        assertThat(apply(rule.targetLabel("port2").action(Action.DROPEQUAL), ports))
                .isSameAs(ports);
    }

    @ParameterizedTest
    @CsvSource({"baz, 1000, 976", "'foo\nbar', 1000, 734", "baz, 1, 0"})
    void hashmodIsPrometheusHash(String value, long modulus, String hash) {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("c")
                                .targetLabel("d")
                                .modulus(modulus)
                                .action(Action.HASHMOD),
                        Map.of("c", value)))
                .containsEntry("d", hash);
    }

    @Test
    void hashmodIsUnsigned() {
        RelabelRules rules = RelabelRules.parse(
                "rule {\nsource_labels=[\"c\"]\ntarget_label=\"d\"\nmodulus=18446744073709551615\naction=\"hashmod\"\n}");
        assertThat(rules.apply(Map.of("c", "baz")).get("d")).matches("[0-9]+");
    }

    @Test
    void labelmapCopiesTheLabelsOfBefore() {
        assertThat(apply(
                        RelabelRule.builder()
                                .regex("(b.*)")
                                .replacement("bar_${1}")
                                .action(Action.LABELMAP),
                        Map.of("a", "foo", "b1", "bar", "b2", "baz")))
                .isEqualTo(Map.of("a", "foo", "b1", "bar", "b2", "baz", "bar_b1", "bar", "bar_b2", "baz"));
    }

    @Test
    void labelmapOntoOneNameTakesTheLastByName() {
        assertThat(apply(
                        RelabelRule.builder().regex("x(.)").replacement("y").action(Action.LABELMAP),
                        Map.of("x1", "1", "x2", "2")))
                .containsEntry("y", "2");
    }

    @Test
    void labeldropAndLabelkeepGoByName() {
        Map<String, String> labels = Map.of("a", "foo", "b1", "bar", "b2", "baz");
        assertThat(apply(RelabelRule.builder().regex("b.*").action(Action.LABELDROP), labels))
                .isEqualTo(Map.of("a", "foo"));
        assertThat(apply(RelabelRule.builder().regex("b.*").action(Action.LABELKEEP), labels))
                .isEqualTo(Map.of("b1", "bar", "b2", "baz"));
        assertThat(apply(RelabelRule.builder().regex("x").action(Action.LABELDROP), labels))
                .isSameAs(labels);
    }

    @Test
    void nothingLeftIsDropped() {
        assertThat(apply(RelabelRule.builder().regex("x").action(Action.LABELKEEP), ABC))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"bAr123Foo, bar123foo, BAR123FOO", "Straße, straße, STRAßE", "İ, i, İ", "𐐨, 𐐨, 𐐀"})
    void lowercaseAndUppercaseGoLetterByLetter(String value, String lower, String upper) {
        RelabelRule.Builder rule = RelabelRule.builder().sourceLabels("a").targetLabel("b-b");
        assertThat(apply(rule.action(Action.LOWERCASE), Map.of("a", value))).containsEntry("b-b", lower);
        assertThat(apply(rule.action(Action.UPPERCASE), Map.of("a", value))).containsEntry("b-b", upper);
    }

    @Test
    void lowercaseOfNothingDeletesTheTarget() {
        assertThat(apply(
                        RelabelRule.builder()
                                .sourceLabels("none")
                                .targetLabel("a")
                                .action(Action.LOWERCASE),
                        ABC))
                .doesNotContainKey("a");
    }

    @Test
    void rulesRunFromTopToBottomOnWhatTheOnesBeforeLeft() {
        RelabelRules rules = RelabelRules.parse("""
                rule {
                  source_labels = ["a", "b"]
                  regex         = "f(.*);(.*)r"
                  target_label  = "a"
                  replacement   = "b${1}${2}m" // boobam
                }

                rule {
                  source_labels = ["c", "a"]
                  regex         = "(b).*b(.*)ba(.*)"
                  target_label  = "d"
                  replacement   = "$1$2$2$3"
                  action        = "replace"
                }
                """);
        assertThat(rules.apply(ABC)).isEqualTo(Map.of("a", "boobam", "b", "bar", "c", "baz", "d", "boooom"));
        assertThat(rules.rules()).hasSize(2);
    }

    @Test
    void theFirstDropEndsIt() {
        RelabelRules rules = RelabelRules.builder()
                .rule(RelabelRule.builder()
                        .sourceLabels("a")
                        .regex("foo")
                        .action(Action.DROP)
                        .build())
                .rule(RelabelRule.builder().targetLabel("x").replacement("y").build())
                .build();
        assertThat(rules.apply(ABC)).isNull();
    }

    @Test
    void examplesOfPrometheusDocumentationDoWhatItSays() {
        RelabelRules kubernetes = RelabelRules.parse("""
                rule {
                  source_labels = ["__meta_kubernetes_service_annotation_prometheus_io_scrape"]
                  action        = "keep"
                  regex         = true_or_not
                }
                """.replace("true_or_not", "\"true\"") + """
                        rule {
                          source_labels = ["__address__", "__meta_kubernetes_service_annotation_prometheus_io_port"]
                          action        = "replace"
                          target_label  = "__address__"
                          regex         = "([^:]+)(?::\\\\d+)?;(\\\\d+)"
                          replacement   = "$1:$2"
                        }
                        rule {
                          action = "labelmap"
                          regex  = `__meta_kubernetes_service_label_(.+)`
                          replacement = "$1"
                        }
                        rule {
                          action = "labeldrop"
                          regex  = "__meta_.*"
                        }
                        """);
        assertThat(kubernetes.apply(Map.of(
                        "__address__", "10.0.0.1:80",
                        "__meta_kubernetes_service_annotation_prometheus_io_scrape", "true",
                        "__meta_kubernetes_service_annotation_prometheus_io_port", "9102",
                        "__meta_kubernetes_service_label_app", "shop")))
                .isEqualTo(Map.of("__address__", "10.0.0.1:9102", "app", "shop"));
    }

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

    @Test
    void theInputIsNeverChangedAndComesBackWhenNothingChanges() {
        Map<String, String> labels = new HashMap<>(ABC);
        RelabelRules rules = RelabelRules.builder()
                .rule(RelabelRule.builder().targetLabel("x").replacement("y").build())
                .build();
        assertThat(rules.apply(labels)).isNotSameAs(labels).containsEntry("x", "y");
        assertThat(labels).isEqualTo(ABC);
        Map<String, String> done = with(ABC, "x", "y");
        assertThat(rules.apply(done)).isSameAs(done);
        assertThat(RelabelRules.builder().build().apply(labels)).isSameAs(labels);
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
    void hashmodIsBelowTheModulus(@ForAll String value, @ForAll @IntRange(min = 1) int modulus) {
        Map<String, String> result = apply(
                RelabelRule.builder()
                        .sourceLabels("a")
                        .targetLabel("h")
                        .modulus(modulus)
                        .action(Action.HASHMOD),
                Map.of("a", value));
        assertThat(Long.parseLong(result.get("h"))).isBetween(0L, modulus - 1L);
    }

    @Property
    void labelkeepAndLabeldropShareTheLabels(
            @ForAll List<@AlphaChars @NotEmpty String> names, @ForAll @AlphaChars @NotEmpty String one) {
        Map<String, String> labels = new HashMap<>();
        names.forEach(name -> labels.put(name, "x"));
        Map<String, String> kept =
                apply(RelabelRule.builder().regex(one.charAt(0) + ".*").action(Action.LABELKEEP), labels);
        Map<String, String> left =
                apply(RelabelRule.builder().regex(one.charAt(0) + ".*").action(Action.LABELDROP), labels);
        Map<String, String> both = new HashMap<>(kept == null ? Map.of() : kept);
        both.putAll(left == null ? Map.of() : left);
        assertThat(both).isEqualTo(labels);
    }

    @Property
    void whatIsPrintedIsReadAgain(
            @ForAll @NotEmpty List<@NotEmpty String> sources, @ForAll String separator, @ForAll String replacement) {
        RelabelRule rule = RelabelRule.builder()
                .sourceLabels(sources.stream().map(RelabelRulesTest::text).toList())
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

    private static Map<String, String> apply(RelabelRule.Builder rule, Map<String, String> labels) {
        return RelabelRules.builder().rule(rule.build()).build().apply(labels);
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(name, value);
        return more;
    }
}
