package dev.penstock.loki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentTimesTest {

    /** Against plain sets, asked never, seldom and always. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 100})
    void remembersTheTimesOfThisRequestAndTheOneBefore(int percentAsked) {
        Random random = new Random(percentAsked);
        SentTimes times = new SentTimes();
        Set<String> current = new HashSet<>();
        Set<String> previous = new HashSet<>();
        for (int request = 0; request < 30; request++) {
            int entries = random.nextInt(10) == 0 ? 20_000 : random.nextInt(3000);
            for (int i = 0; i < entries; i++) {
                int stream = random.nextInt(3);
                long time = random.nextInt(5000);
                if (random.nextInt(100) < percentAsked) {
                    String other = random.nextInt(3) + " " + random.nextInt(5000);
                    String[] parts = other.split(" ");
                    assertThat(times.contains(Integer.parseInt(parts[0]), Long.parseLong(parts[1])))
                            .isEqualTo(current.contains(other) || previous.contains(other));
                }
                times.ensureRoom();
                times.add(stream, time);
                current.add(stream + " " + time);
            }
            for (int i = 0; i < 100; i++) {
                int stream = random.nextInt(3);
                long time = random.nextInt(5000);
                String key = stream + " " + time;
                assertThat(times.contains(stream, time)).isEqualTo(current.contains(key) || previous.contains(key));
            }
            times.nextRequest();
            previous = current;
            current = new HashSet<>();
        }
    }
}
