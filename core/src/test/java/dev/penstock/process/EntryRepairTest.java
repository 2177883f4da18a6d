package dev.penstock.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryRepairTest {

    private final EntryRepair repair = new EntryRepair(0);
    private final Entry entry = new Entry();

    @Test
    void aGoodEntryStaysAsItIs() {
        entry.labels().add("app", "shop \"x\"\n");
        entry.metadata().add("trace_id", "€");

        repair.repair(entry);

        assertThat(map(entry.labels())).isEqualTo(Map.of("app", "shop \"x\"\n"));
        assertThat(map(entry.metadata())).isEqualTo(Map.of("trace_id", "€"));
        assertThat(entry.tenant()).isNull();
    }

    @Test
    void surplusLabelsBecomeMetadata() {
        for (int i = 0; i < 20; i++) {
            entry.labels().add("l" + i, "v" + i);
        }

        repair.repair(entry);

        assertThat(names(entry.labels())).hasSize(15).startsWith("l0", "l1").endsWith("l14");
        assertThat(map(entry.metadata()))
                .isEqualTo(Map.of("l15", "v15", "l16", "v16", "l17", "v17", "l18", "v18", "l19", "v19"));
    }

    @Test
    void labelsOfTheConfigurationTakeTheirPlaces() {
        EntryRepair withConfigured = new EntryRepair(13);
        for (int i = 0; i < 4; i++) {
            entry.labels().add("l" + i, "v");
        }

        withConfigured.repair(entry);

        assertThat(names(entry.labels())).containsExactly("l0", "l1");
        assertThat(names(entry.metadata())).containsExactly("l2", "l3");
    }

    @Test
    void moreConfiguredLabelsThanLokiTakesLeaveNoPlace() {
        entry.labels().add("a", "1");
        entry.labels().add("service_name", "shop");

        new EntryRepair(40).repair(entry);

        assertThat(names(entry.labels())).containsExactly("service_name");
        assertThat(names(entry.metadata())).containsExactly("a");
    }

    @Test
    void serviceNameIsNotCounted() {
        for (int i = 0; i < 15; i++) {
            entry.labels().add("l" + i, "v");
        }
        entry.labels().add("service_name", "shop");

        repair.repair(entry);

        assertThat(names(entry.labels())).hasSize(16).contains("service_name");
        assertThat(names(entry.metadata())).isEmpty();
    }

    @Test
    void aLongLabelValueIsCutWithAMark() {
        entry.labels().add("exact", "x".repeat(2048));
        entry.labels().add("long", "x".repeat(2049));
        entry.labels().add("wide", "€".repeat(683));

        repair.repair(entry);

        Map<String, String> labels = map(entry.labels());
        assertThat(labels.get("exact")).isEqualTo("x".repeat(2048));
        assertThat(labels.get("long")).hasSizeLessThanOrEqualTo(2048).endsWith(" bytes cut]");
        assertThat(labels.get("wide").getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2048);
        assertThat(labels.get("wide")).endsWith(" bytes cut]");
    }

    @Test
    void theTenantLabelChoosesTheTenantAndOtherHiddenLabelsGo() {
        entry.labels().add("__tenant_id__", "blue");
        entry.labels().add("__path__", "/var/log");
        entry.labels().add("__", "x");
        entry.labels().add("_kept", "x");

        repair.repair(entry);

        assertThat(entry.tenant()).isEqualTo("blue");
        assertThat(names(entry.labels())).containsExactly("_kept");
        assertThat(names(entry.metadata())).isEmpty();
    }

    @Test
    void theFirstOfLabelsThatSanitiseToTheSameNameStays() {
        entry.labels().add("a-b", "1");
        entry.labels().add("a.b", "2");
        entry.labels().add("a_b", "3");
        entry.metadata().add("x.y", "1");
        entry.metadata().add("x-y", "2");

        repair.repair(entry);

        assertThat(map(entry.labels())).isEqualTo(Map.of("a_b", "1"));
        assertThat(map(entry.metadata())).isEqualTo(Map.of("x_y", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"___", "_", "ü", "-", "😀", ""})
    void aMetadataNameOfWhichNothingIsLeftCostsItsPairOnly(String name) {
        entry.metadata().add("before", "1");
        entry.metadata().add(name, "x");
        entry.metadata().add("after", "2");

        repair.repair(entry);

        assertThat(map(entry.metadata())).isEqualTo(Map.of("before", "1", "after", "2"));
    }

    @Test
    void anEmptyLabelNameCostsItsPairOnly() {
        entry.labels().add("", "x");
        entry.labels().add("app", "shop");

        repair.repair(entry);

        assertThat(map(entry.labels())).isEqualTo(Map.of("app", "shop"));
    }

    @Test
    void metadataThatFitsIsKeptBesideMetadataThatDoesNot() {
        entry.metadata().add("a", "x".repeat(65_000));
        entry.metadata().add("n".repeat(530), "does not fit");
        entry.metadata().add("c", "1");
        entry.metadata().add("d", "2");

        repair.repair(entry);

        assertThat(names(entry.metadata())).containsExactly("a", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", "a/b", "a\nb", " ", ".."})
    void aTenantThatCannotBeIsNotSentToAnotherOne(String tenant) {
        entry.labels().add("__tenant_id__", tenant);

        assertThatThrownBy(() -> repair.repair(entry)).hasMessageContaining("not a tenant");
    }

    @Test
    void surplusMetadataPairsGo() {
        for (int i = 0; i < 200; i++) {
            entry.metadata().add("m" + i, "v");
        }

        repair.repair(entry);

        assertThat(entry.metadata().size()).isEqualTo(127);
        assertThat(names(entry.metadata())).startsWith("m0").endsWith("m126");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "€", "😀", "\ud800"})
    void metadataThatIsTooLargeIsCutWithAMark(String character) {
        entry.metadata().add("small", "1");
        entry.metadata().add("large", character.repeat(70_000));

        repair.repair(entry);

        assertThat(entry.metadata().value(0)).isEqualTo("1");
        assertThat(entry.metadata().value(1)).startsWith(character).endsWith(" bytes cut]");
        assertThat(bytes(entry.metadata())).isBetween(65_500, 65_536);
    }

    @Test
    void anEntryAfterABrokenOneIsNotTouchedByIt() {
        entry.labels().add("a-b", "1");
        entry.labels().add("__tenant_id__", "blue");
        entry.metadata().add("m-m", "1");
        repair.repair(entry);
        entry.clear();
        entry.labels().add("c-d", "2");
        entry.metadata().add("n-n", "2");

        repair.repair(entry);

        assertThat(map(entry.labels())).isEqualTo(Map.of("c_d", "2"));
        assertThat(map(entry.metadata())).isEqualTo(Map.of("n_n", "2"));
        assertThat(entry.tenant()).isNull();
    }

    @Provide
    Arbitrary<Map<String, String>> pairs() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Texts.any(),
                Arbitraries.strings().withChars("ab_.1").ofMinLength(1).ofMaxLength(3),
                Arbitraries.of("service_name", "__x", "__tenant_id__", "n".repeat(3000), "1".repeat(1024)));
        Arbitrary<String> values = Arbitraries.oneOf(
                Texts.any(),
                Arbitraries.of("x".repeat(2048), "€".repeat(700), "😀".repeat(20_000), "\udc00".repeat(30_000)));
        return Arbitraries.maps(names, values).ofMaxSize(60);
    }

    @Property
    void whateverIsGivenStaysWithinLokisLimits(
            @ForAll("pairs") Map<String, String> labels,
            @ForAll("pairs") Map<String, String> metadata,
            @ForAll @IntRange(max = 16) int configured) {
        Entry any = new Entry();
        labels.forEach(any.labels()::add);
        metadata.forEach(any.metadata()::add);

        try {
            new EntryRepair(configured).repair(any);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a tenant");
            return;
        }

        List<String> labelNames = names(any.labels());
        assertThat(labelNames).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]{0,1023}"));
        assertThat(labelNames).noneMatch(name -> name.startsWith("__"));
        assertThat(labelNames.stream().filter(name -> !name.equals("service_name")))
                .hasSizeLessThanOrEqualTo(Math.max(0, 15 - configured));
        assertThat(map(any.labels()).values())
                .allMatch(value -> !value.isEmpty() && Texts.wellFormed(value).getBytes(UTF_8).length <= 2048);
        assertThat(names(any.metadata()))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]{0,1023}") && !name.matches("_+"));
        assertThat(any.metadata().size()).isLessThanOrEqualTo(127);
        assertThat(bytes(any.metadata())).isLessThanOrEqualTo(65_536);
    }

    private static int bytes(Pairs pairs) {
        int sum = 0;
        for (int i = 0; i < pairs.size(); i++) {
            sum += pairs.name(i).length();
            sum += Texts.wellFormed(pairs.value(i)).getBytes(UTF_8).length;
        }
        return sum;
    }

    private static List<String> names(Pairs pairs) {
        List<String> names = new ArrayList<>();
        pairs.forEach((name, value) -> names.add(name));
        return names;
    }

    private static Map<String, String> map(Pairs pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(map::put);
        return map;
    }
}
