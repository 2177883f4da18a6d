package dev.penstock.pipeline.relabel;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Map<String, String> apply(RelabelRule.Builder rule, Map<String, String> labels) {
        return RelabelRules.builder().rule(rule.build()).build().apply(labels);
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(name, value);
        return more;
    }
}
