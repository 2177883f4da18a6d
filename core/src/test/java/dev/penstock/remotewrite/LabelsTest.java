package dev.penstock.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LabelsTest {

    @Test
    void sortsByNameAndLeavesEmptyValuesOut() {
        Labels labels = Labels.of("b", "2", "a", "1", "c", "", "B", "3");

        assertThat(labels.toMap().keySet()).containsExactly("B", "a", "b");
        assertThat(labels.get("a")).isEqualTo("1");
        assertThat(labels.get("c")).isNull();
    }

    @Test
    void aboveTheBasicPlaneTheOrderIsThatOfBytesNotOfChars() {
        Labels labels = Labels.of("\uD83D\uDE00", "smile", "\uFFFC", "basic");

        assertThat(labels.name(0)).isEqualTo("\uFFFC");
    }

    @Test
    void brokenSurrogatesAreRepaired() {
        Labels labels = Labels.of("a\uD800", "x\uDC00y", "b", "\uD83D\uDE00");

        assertThat(labels.toMap()).isEqualTo(Map.of("a\uFFFD", "x\uFFFDy", "b", "\uD83D\uDE00"));
    }

    @Test
    void theSameLabelsAreEqualInAnyOrder() {
        assertThat(Labels.of("a", "1", "b", "2"))
                .isEqualTo(Labels.of("b", "2", "a", "1"))
                .hasSameHashCodeAs(Labels.of("b", "2", "a", "1"));
        assertThat(Labels.of("a", "1")).isNotEqualTo(Labels.of("a", "2"));
    }

    @Test
    void aLabelNeedsANameAndAValue() {
        assertThatThrownBy(() -> Labels.of("", "x")).hasMessageContaining("needs a name");
        assertThatThrownBy(() -> Labels.of("a")).hasMessageContaining("label a has no value");
    }

    @Property
    void namesAreInTheOrderOfTheirUtf8Bytes(@ForAll Map<String, String> map) {
        map.remove("");

        Labels labels = Labels.of(map);

        for (int i = 1; i < labels.size(); i++) {
            byte[] one = labels.name(i - 1).getBytes(StandardCharsets.UTF_8);
            byte[] other = labels.name(i).getBytes(StandardCharsets.UTF_8);
            assertThat(Arrays.compareUnsigned(one, other)).isNegative();
        }
    }
}
