package dev.penstock.cardinality;

import static dev.penstock.cardinality.GuardRun.HOUR;
import static dev.penstock.cardinality.GuardRun.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.management.ThreadMXBean;
import dev.penstock.ledger.LabelDemotions;
import dev.penstock.process.Entry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardinalityGuardTest {

    @ParameterizedTest
    @CsvSource({
        // limit, values, streams, entries demoted
        "100,   1,    1,     0",
        "100, 100,  100,     0",
        "100, 101,  101,     1",
        "100, 10000, 101, 9900",
        "1,   2,      2,     1",
        "0,   5000, 5000,    0"
    })
    void aLabelMayHaveSoManyValues(int limit, int values, int streams, long demoted) {
        GuardRun run = new GuardRun(limit, 0);

        run.values("user", values);

        assertThat(run.streams).hasSize(streams);
        assertThat(run.demotions.counts().getOrDefault("user", 0L)).isEqualTo(demoted);
        assertThat(run.said).hasSize(demoted == 0 ? 0 : 1);
    }

    @Test
    void allValuesOfADemotedLabelAreMetadata() {
        GuardRun run = new GuardRun(3, 0);
        run.values("user", 4);

        Entry after = run.guard("app", "shop", "user", "user0", "level", "INFO");

        assertThat(map(after.labels())).containsOnly(entry("app", "shop"), entry("level", "INFO"));
        assertThat(map(after.metadata())).containsOnly(entry("user", "user0"));
    }

    @Test
    void metadataOfTheSameNameStays() {
        GuardRun run = new GuardRun(3, 0);
        run.values("user", 4);
        Entry entry = new Entry();
        entry.labels().add("user", "u9");
        entry.metadata().add("trace", "t1");
        entry.metadata().add("user", "other");

        run.guarded(entry);

        assertThat(map(entry.metadata())).containsOnly(entry("trace", "t1"), entry("user", "other"));
        assertThat(entry.labels().size()).isZero();
        assertThat(run.demotions.counts()).containsOnly(entry("user", 2L));
    }

    @Test
    void labelsComeFirstInTheMetadataSoThatTheyFindRoom() {
        GuardRun run = new GuardRun(3, 0);
        run.values("user", 4);
        Entry entry = new Entry();
        entry.labels().add("user", "u9");
        entry.metadata().add("trace", "t1");

        run.guarded(entry);

        assertThat(entry.metadata().name(0)).isEqualTo("user");
    }

    @Test
    void itIsSaidOnceWithTheLimitTheValuesAndWhatToDo() {
        GuardRun run = new GuardRun(3, 0);
        for (int i = 0; i < 50; i++) {
            run.guard("path", "/order/\n" + i + "/" + "x".repeat(100));
        }

        assertThat(run.said)
                .singleElement()
                .asString()
                .startsWith("t: label path has had more than 3 values within an hour (maxLabelValues), the last of them"
                        + " \"/order/ 1/xxx")
                .contains("\"/order/ 3/xxx", "structuredMetadata", "raise maxLabelValues", "…\"")
                .doesNotContain("x".repeat(50), "\n");
    }

    @ParameterizedTest
    @CsvSource({"service_name", "env"})
    void whatStreamsNeedStaysALabel(String name) {
        GuardRun run = new GuardRun(5, 20, Map.of("env", "prod"));

        run.values(name, 1000);

        assertThat(run.streams).hasSize(1000);
        assertThat(run.demotions.counts()).isEmpty();
        // And nothing else is taken for it.
        assertThat(run.isLabel("app")).isTrue();
        assertThat(run.said).singleElement().asString().contains("more than 20 streams", name + " (more than 5 values");
    }

    @Test
    void beyondMaxStreamsTheLabelWithMostValuesIsDemoted() {
        GuardRun run = new GuardRun(100, 50);
        for (int i = 0; i < 300; i++) {
            run.guard("a", "a" + i % 4, "path", "p" + i % 30, "app", "shop");
        }

        assertThat(run.demotions.counts()).containsOnlyKeys("path");
        assertThat(run.said)
                .singleElement()
                .asString()
                .startsWith("t: more than 50 streams within an hour (maxStreams), made by path (30 values, such as ")
                .contains("a (4 values", "app (1 value,", "label path is sent", "raise maxStreams");
        run.pass(HOUR);
        for (int i = 0; i < 300; i++) {
            run.guard("a", "a" + i % 4, "path", "p" + i % 30, "app", "shop");
        }
        assertThat(run.streams).hasSize(4);
        assertThat(run.said).hasSize(1);
    }

    @Test
    void labelsThatGoTogetherAreDemotedTogether() {
        GuardRun run = new GuardRun(0, 50);
        for (int i = 0; i < 300; i++) {
            run.guard("request", "r" + i, "trace", "t" + i, "app", "shop");
        }

        assertThat(run.demotions.counts()).containsOnly(entry("request", 250L), entry("trace", 250L));
        assertThat(run.streams).hasSize(51);
        assertThat(run.said).hasSize(2);
    }

    @Test
    void whatDoesNotTellStreamsApartIsNotDemoted() {
        GuardRun run = new GuardRun(100, 10);
        for (int i = 0; i < 100; i++) {
            run.guard("service_name", "s" + i % 9, "app", "shop", "half" + i % 2, "x");
        }

        assertThat(run.demotions.counts()).doesNotContainKey("app").isNotEmpty();
    }

    @Test
    void theSameLabelsInAnotherOrderAreTheSameStream() {
        GuardRun run = new GuardRun(100, 1);

        run.guard("a", "1", "b", "2");
        run.guard("b", "2", "a", "1");

        assertThat(run.said).isEmpty();
    }

    @Test
    void aLabelComesBackAfterAnHourWithHalfAsManyValues() {
        GuardRun run = new GuardRun(10, 0);
        run.values("user", 500);
        run.pass(HOUR);
        // One more than half of the eleven with which it was demoted.
        run.values("user", 6);
        run.pass(HOUR);
        assertThat(run.isLabel("user")).isFalse();
        run.values("user", 5);
        run.pass(HOUR);

        assertThat(run.isLabel("user")).isTrue();
        assertThat(run.said).hasSize(2);
        assertThat(run.said.get(1)).contains("label user has had few values for an hour and is a label again");
    }

    @Test
    void whatIsStillWrongAnHourLaterIsNotSaidAgain() {
        GuardRun run = new GuardRun(10, 0);
        for (int hour = 0; hour < 24; hour++) {
            run.values("user", 500);
            run.pass(HOUR);
        }

        assertThat(run.said).hasSize(1);
        assertThat(run.demotions.counts()).containsOnly(entry("user", 24 * 500 - 10L));
    }

    @Test
    void whatBecomesWrongAgainIsSaidAgain() {
        GuardRun run = new GuardRun(10, 0);
        run.values("user", 11);
        run.pass(HOUR.multipliedBy(2));
        run.values("user", 11);

        assertThat(run.said).hasSize(3);
        assertThat(run.said.get(2)).startsWith("t: label user has had more than 10 values");
    }

    @Test
    void anHourWithoutEntriesIsOneWithFewValues() {
        GuardRun run = new GuardRun(10, 0);
        run.values("user", 500);
        run.pass(Duration.ofMinutes(119));
        assertThat(run.isLabel("user")).isFalse();
        run.values("user", 500);
        run.pass(Duration.ofMinutes(121));

        assertThat(run.isLabel("user")).isTrue();
    }

    @Test
    void valuesOfSeveralHoursAreNotAddedUp() {
        GuardRun run = new GuardRun(100, 150);
        for (int hour = 0; hour < 10; hour++) {
            for (int i = 0; i < 90; i++) {
                run.guard("day", hour + "-" + i);
            }
            run.pass(HOUR);
        }

        assertThat(run.said).isEmpty();
    }

    @Test
    void tenantsCountTogether() {
        GuardRun run = new GuardRun(100, 10);
        Entry entry = new Entry();
        for (int i = 0; i < 5000; i++) {
            entry.clear();
            entry.setTenant("tenant-" + i);
            entry.labels().add("level", i % 2 == 0 ? "INFO" : "WARN");
            run.guarded(entry);
        }

        assertThat(run.streams).hasSize(2);
        assertThat(run.said).isEmpty();
    }

    @Test
    void endlessNamesAreMetadataAndTakeNoMemory() {
        GuardRun run = new GuardRun(100, 0);
        run.guard("app", "shop");
        for (int i = 0; i < 1_000_000; i++) {
            run.guard("app", "shop", "n" + i, "v");
        }

        assertThat(run.streams).hasSize(CardinalityGuard.NAMES);
        assertThat(run.demotions.counts())
                .containsOnly(entry(LabelDemotions.OTHERS, 1_000_000L - CardinalityGuard.NAMES + 1));
        assertThat(run.isLabel("app")).isTrue();
        assertThat(run.said).singleElement().asString().contains("more than 100 names of labels", "n99");
    }

    @Test
    void endlessLabelsOverHoursAreSpokenOfByNameOnlyAtFirst() {
        GuardRun run = new GuardRun(2, 0);
        for (int hour = 0; hour < 3; hour++) {
            for (int name = 0; name < 150; name++) {
                run.values("h" + hour + "n" + name, 5);
            }
            run.pass(HOUR.multipliedBy(2));
        }

        // Ten, that there are more, and that there are too many names; then that the ten are labels again.
        assertThat(run.said).hasSizeLessThanOrEqualTo(3 * (10 + 1 + 1) + 2 * 10);
        assertThat(run.demotions.counts()).hasSize(LabelDemotions.LABELS + 1);
        assertThat(run.demotions.counts().values().stream()
                        .mapToLong(each -> each)
                        .sum())
                .isEqualTo(3 * (100 * 3 + 50 * 5));
    }

    @Test
    void anEntryOfAKnownStreamAllocatesNothing() {
        GuardRun run = new GuardRun(10, 1000);
        run.values("user", 500);
        String[] levels = {"DEBUG", "INFO", "WARN", "ERROR"};
        Entry[] same = new Entry[4];
        Entry[][] others = new Entry[100][4];
        for (int i = 0; i < 4; i++) {
            same[i] = entryOf(levels[i], "a");
            for (int j = 0; j < 100; j++) {
                others[j][i] = entryOf(new String(levels[i]), new String("a" + j % 5));
            }
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CardinalityGuard guard = run.guardItself();
        long before = 0;
        for (int round = 0; round < 200; round++) {
            if (round == 100) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            for (int j = 0; j < 100; j++) {
                guard.guard(same[j % 4], 0);
                guard.guard(others[j][j % 4], 0);
            }
        }

        // The measurement itself takes a little.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    private static Entry entryOf(String level, String app) {
        Entry entry = new Entry();
        entry.labels().add("level", level);
        entry.labels().add("app", app);
        return entry;
    }

    @Test
    void aDemotedLabelIsMovedWithoutAllocation() {
        GuardRun run = new GuardRun(10, 1000);
        run.values("user", 500);
        CardinalityGuard guard = run.guardItself();
        Entry entry = new Entry();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            entry.clear();
            entry.labels().add("level", "INFO");
            entry.labels().add("user", "u17");
            entry.metadata().add("trace", "t");
            guard.guard(entry, 0);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
        assertThat(map(entry.metadata())).containsKeys("user", "trace");
    }
}
