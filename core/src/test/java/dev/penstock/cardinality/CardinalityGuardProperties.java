package dev.penstock.cardinality;

import static dev.penstock.cardinality.GuardRun.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.process.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever labels come: none is lost, all are counted, and the limits hold. */
class CardinalityGuardProperties {

    /** Labels of an entry, and how long after the one before it comes. */
    record Given(Map<String, String> labels, int minutes) {}

    @Provide
    Arbitrary<Given> given() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "d", "level", "service_name", "env");
        Arbitrary<String> values = Arbitraries.integers().between(0, 30).map(each -> "v" + each);
        return Combinators.combine(
                        Arbitraries.maps(names, values).ofMaxSize(6),
                        Arbitraries.frequency(Tuple.of(60, 0), Tuple.of(3, 25), Tuple.of(1, 70), Tuple.of(1, 200)))
                .as(Given::new);
    }

    @Property(tries = 500)
    void nothingIsLostAndTheLimitsHold(
            @ForAll @Size(min = 1, max = 300) List<@From("given") Given> all,
            @ForAll @IntRange(max = 12) int maxLabelValues,
            @ForAll @IntRange(max = 20) int maxStreams) {
        GuardRun run = new GuardRun(maxLabelValues, maxStreams, Map.of("env", "prod"));
        Map<String, Set<String>> values = new HashMap<>();
        Set<String> demoted = new HashSet<>();
        long moved = 0;
        long minutes = 0;
        for (Given each : all) {
            long hour = minutes / 60;
            minutes += each.minutes();
            run.pass(Duration.ofMinutes(each.minutes()));
            if (minutes / 60 != hour) {
                values.clear();
                demoted.clear();
            }
            Entry entry = new Entry();
            each.labels().forEach(entry.labels()::add);
            run.guarded(entry);

            Map<String, String> together = map(entry.labels());
            together.putAll(map(entry.metadata()));
            assertThat(together).isEqualTo(each.labels());
            assertThat(entry.metadata().size() + entry.labels().size())
                    .isEqualTo(each.labels().size());
            assertThat(map(entry.metadata())).doesNotContainKeys("service_name", "env");
            moved += entry.metadata().size();
            // What was demoted in this hour stays so.
            assertThat(demoted).noneMatch(entry.labels()::contains);
            demoted.addAll(map(entry.metadata()).keySet());
            for (String name : List.of("a", "b", "c", "d")) {
                if (map(entry.labels()).containsKey(name)) {
                    Set<String> ofLabel = values.computeIfAbsent(name, unused -> new HashSet<>());
                    ofLabel.add(map(entry.labels()).get(name));
                    if (maxLabelValues > 0) {
                        assertThat(ofLabel).hasSizeLessThanOrEqualTo(maxLabelValues);
                    }
                }
            }
        }
        assertThat(run.demotions.counts().values().stream()
                        .mapToLong(each -> each)
                        .sum())
                .isEqualTo(moved);
    }

    @Property(tries = 200)
    void streamsOfAnHourAreBounded(
            @ForAll @Size(max = 300) List<Map<@CharRange(from = 'a', to = 'f') @StringLength(1) String, @IntRange(max = 30) Integer>>
                            all,
            @ForAll @IntRange(max = 12) int maxLabelValues,
            @ForAll @IntRange(min = 1, max = 20) int maxStreams) {
        GuardRun run = new GuardRun(maxLabelValues, maxStreams);
        for (Map<String, Integer> each : all) {
            Entry entry = new Entry();
            each.forEach((name, value) -> entry.labels().add(name, "v" + value));
            run.guarded(entry);

            // Each label that goes is said, and those streams that are without it may come beside those with it.
            assertThat(run.streams).hasSizeLessThanOrEqualTo(maxStreams * (1 + run.said.size()));
        }
        assertThat(run.said).noneMatch(message -> message.contains("always stay labels"));
    }
}
