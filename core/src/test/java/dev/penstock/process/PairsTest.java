package dev.penstock.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void theFirstValueOfANameStays() {
        Pairs pairs = new Pairs();
        pairs.add("a", "1");
        pairs.add("a", "2");

        assertThat(pairs.size()).isEqualTo(1);
        assertThat(pairs.value(0)).isEqualTo("1");
    }

    @Test
    void anEmptyValueIsNoneAndDoesNotTakeTheName() {
        Pairs pairs = new Pairs();
        pairs.add("a", "");
        assertThat(pairs.contains("a")).isFalse();

        pairs.add("a", "2");

        assertThat(pairs.value(0)).isEqualTo("2");
    }

    @Test
    void aFirstPairComesBeforeTheOthersUnlessItsNameIsTaken() {
        Pairs pairs = new Pairs();
        for (int i = 0; i < 16; i++) {
            pairs.add("n" + i, "v" + i);
        }
        pairs.addFirst("n3", "other");
        pairs.addFirst("empty", "");
        pairs.addFirst("first", "1");

        assertThat(pairs.size()).isEqualTo(17);
        assertThat(pairs.name(0) + pairs.value(0)).isEqualTo("first1");
        assertThat(pairs.name(1) + pairs.value(1)).isEqualTo("n0v0");
        assertThat(pairs.name(16) + pairs.value(16)).isEqualTo("n15v15");
    }

    @Test
    void ofTooManyPairsTheLastGivesWayToAFirst() {
        Pairs pairs = new Pairs();
        for (int i = 0; i < Pairs.MOST; i++) {
            pairs.add("n" + i, "v");
        }
        pairs.addFirst("first", "1");

        assertThat(pairs.size()).isEqualTo(Pairs.MOST);
        assertThat(pairs.name(0)).isEqualTo("first");
        assertThat(pairs.contains("n" + (Pairs.MOST - 1))).isFalse();
    }

    @Test
    void truncatedPairsAreForgottenAndTheirNamesFree() {
        Pairs pairs = new Pairs();
        pairs.add("a", "1");
        pairs.add("b", "2");

        pairs.truncate(1);
        assertThat(pairs.contains("b")).isFalse();
        pairs.add("b", "3");

        assertThat(pairs.value(1)).isEqualTo("3");
    }

    @Property
    void behavesLikeAMapThatKeepsTheFirst(@ForAll @Size(max = 100) List<@IntRange(max = 50) Integer> names) {
        Pairs pairs = new Pairs();
        Map<String, String> model = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            pairs.add("n" + names.get(i), "v" + i);
            model.putIfAbsent("n" + names.get(i), "v" + i);
        }

        Map<String, String> seen = new LinkedHashMap<>();
        pairs.forEach(seen::put);

        assertThat(seen).containsExactlyEntriesOf(model);
        pairs.clear();
        assertThat(pairs.size()).isZero();
    }
}
