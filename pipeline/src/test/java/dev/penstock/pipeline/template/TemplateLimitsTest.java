package dev.penstock.pipeline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No template hangs, and none takes all memory. */
class TemplateLimitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ repeat 100000000 \"ab\" }}",
                "{{ repeat 9223372036854775807 \"ab\" }}",
                "{{ indent 2000000000 \"a\" }}",
                "{{ until 2000000000 }}",
                "{{ range 1000000000 }}{{ end }}",
                "{{ range 1000000000 }}x{{ end }}",
                "{{ range until 50000 }}{{ range until 50000 }}{{ end }}{{ end }}",
                "{{ $x := \"ab\" }}{{ range until 99 }}{{ $x = print $x $x }}{{ end }}",
                "{{ $x := list 1 }}{{ range until 99 }}{{ $x = list $x $x }}{{ end }}{{ $x }}",
                "{{ $x := list 1 }}{{ range until 99 }}{{ $x = list $x $x }}{{ end }}{{ toJson $x }}",
                "{{ $x := list 1 }}{{ $y := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ $y = list $y $y }}{{ end }}"
                        + "{{ deepEqual $x $y }}",
                "{{ $x := list 1 }}{{ range until 9999 }}{{ $x = list $x }}{{ end }}{{ $x }}",
                "{{ $x := list 1 }}{{ range until 99 }}{{ $x = concat $x $x }}{{ end }}",
                "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ $d }}",
                "{{ define \"t\" }}{{ template \"t\" . }}{{ end }}{{ template \"t\" . }}",
                "{{ define \"t\" }}{{ range 10 }}{{ template \"t\" . }}{{ end }}{{ end }}{{ template \"t\" . }}",
                "{{ printf \"%999999d%999999d\" 1 2 }}",
                "{{ printf \"%.999999f%.999999f\" 1.5 2.5 }}",
                "{{ replace \"\" .big .big }}",
                "{{ regexReplaceAll \"\" .big .big }}",
                "{{ join .big (splitList \"\" .big) }}",
                "{{ randAscii 2000000000 }}",
                "{{ uniq (until 90000) }}",
                "{{ mulf 1e300 1e300 }}{{ range until 99999 }}{{ range until 9 }}{{ end }}{{ end }}"
            })
    void failsInsteadOfGoingOn(String template) {
        GoTemplate parsed = GoTemplate.parse(template);
        TemplateData data = MapData.of(Map.of("big", "abcdefgh".repeat(5000)));
        // Preemptive only so that a regression does not stop the build; all of these take milliseconds.
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> parsed.render(data)).isInstanceOf(RenderException.class));
    }

    @Test
    void theOutputIsLimitedAsAsked() {
        GoTemplate template = GoTemplate.parse("{{ .a }}{{ .a }}");
        assertThat(template.withMaxOutput(4).render(key -> "ab")).isEqualTo("abab");
        assertThatThrownBy(() -> template.withMaxOutput(3).render(key -> "ab"))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("3 characters");
    }

    @Test
    void deepNestingIsRefusedWhenParsed() {
        assertThatThrownBy(() -> GoTemplate.parse("{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}"))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> GoTemplate.parse("{{ if 1 }}".repeat(100_000) + "{{ end }}".repeat(100_000)))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> GoTemplate.parse("{{ \"a\"" + " | upper".repeat(100_000) + " }}"))
                .isInstanceOf(TemplateException.class);
    }
}
