package dev.penstock.remotewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The series of one target, from publish to publish: what was there before and is not set any more gets a stale marker.
 * Not thread-safe.
 *
 * <p>What stays the same of a series - its labels, as they stand on the wire - is made once and kept.
 */
public final class SeriesTable {

    /** The longest help that is sent; receivers cut or refuse longer ones. Characters. */
    private static final int LONGEST_HELP = 4096;

    /** Series that ended and are remembered. */
    private static final int MOST_ENDED = 50_000;

    /** Kinds of trouble that are spoken of for themselves: they hold names, of which there may be any number. */
    private static final int MOST_KINDS = 100;

    private static final long MOST_AHEAD_MILLIS = 600_000;

    private final TargetLabels target;
    private final int maxSamplesPerSend;
    private final boolean sendExemplars;
    private final boolean sendStartZeros;
    private final BiConsumer<String, String> troubles;
    private final Set<String> kinds = new HashSet<>();
    private final Map<Key, Series> byKey = new HashMap<>();
    private final Map<Labels, Series> byLabels = new HashMap<>();
    private final List<Chunk> chunks = new ArrayList<>();
    private final ChunkWriter writer = new ChunkWriter();

    /** Series that are not sent. */
    private final List<Series> notSent = new ArrayList<>();

    /** No chunk before this one has room. */
    private int firstWithRoom;

    private boolean histograms = true;
    private int publishes;
    private long now;
    private int sent;
    private int droppedByRule;
    private int refused;
    private int added;

    /** Whether a series was set with a time of its own in this publish. */
    private boolean ownTimes;

    /** What was sent last of series that ended, the latest of them. */
    private final Map<Labels, Ended> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Labels, Ended> eldest) {
            return size() > MOST_ENDED;
        }
    };

    private record Ended(long sentAt, long zeroFor, long exemplarSentAt) {}

    /** A series as its source knows it. */
    record Key(String name, Labels labels) {

        @Override
        public String toString() {
            return name + labels;
        }
    }

    /** Takes requests. */
    public interface Sink {

        /**
         * A request is complete.
         *
         * @param body a compressed 2.0 request
         * @param samples how many it holds
         */
        void request(byte[] body, int samples);
    }

    /**
     * A table without series.
     *
     * @param target what becomes of labels
     * @param maxSamplesPerSend the most samples in a request
     * @param sendExemplars false to leave them out
     * @param sendStartZeros true to have a new series begin with 0 at its start
     * @param troubles told what was wrong: a kind, and a sentence
     */
    public SeriesTable(
            TargetLabels target,
            int maxSamplesPerSend,
            boolean sendExemplars,
            boolean sendStartZeros,
            BiConsumer<String, String> troubles) {
        this.target = target;
        this.maxSamplesPerSend = maxSamplesPerSend;
        this.sendExemplars = sendExemplars;
        this.sendStartZeros = sendStartZeros;
        this.troubles = troubles;
    }

    /**
     * Begins a publish: nothing is set.
     *
     * @param timestampMillis the time of all samples without one of their own, later than that of the publish before
     * @param takesHistograms whether native histograms are taken in it
     */
    public void begin(long timestampMillis, boolean takesHistograms) {
        now = timestampMillis;
        histograms = takesHistograms;
        forget();
    }

    /** Forgets what was set in this publish, as after a scrape that failed. */
    public void forget() {
        publishes++;
        sent = 0;
        droppedByRule = 0;
        refused = 0;
        added = 0;
        ownTimes = false;
    }

    /**
     * Finds or makes a series. Callers keep what they get, see {@link Series#isLive}: to find a series costs a hash of all
     * its labels.
     *
     * @param family what the series belongs to
     * @param name its name, such as {@code http_seconds_bucket}
     * @param labels its other labels
     * @return its handle, never null: where a rule drops the series, or another one has the same labels, its values are
     *     counted and go nowhere
     */
    public Series series(MetricFamily family, String name, Labels labels) {
        Key key = new Key(name, labels);
        Series known = byKey.get(key);
        if (known != null) {
            return known;
        }
        Series made = make(key, shortened(family));
        byKey.put(key, made);
        if (made.fate == Series.Fate.SENT) {
            recall(made);
            byLabels.put(made.labels, made);
            chunkWithRoom().add(made);
        } else {
            notSent.add(made);
        }
        added++;
        return made;
    }

    private Series make(Key key, MetricFamily family) {
        Labels finished;
        try {
            finished = target.finish(key.name(), key.labels());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            trouble("rules " + e.getClass().getName(), key + " is dropped, for writeRelabelRules failed on it: " + e);
            finished = null;
        }
        if (finished == null) {
            return new Series(this, key, family, Labels.EMPTY, Series.Fate.DROPPED_BY_RULE);
        }
        if (finished.get(Labels.NAME) == null) {
            trouble(
                    "name",
                    key + " is dropped, for it has no name. What to do: name the metric, or mend"
                            + " writeRelabelRules");
            return new Series(this, key, family, finished, Series.Fate.REFUSED);
        }
        Series same = byLabels.get(finished);
        if (same != null) {
            trouble(
                    "duplicate " + finished.get(Labels.NAME),
                    key + " is dropped, for "
                            + same.key + " is sent as " + finished
                            + " already. What to do: give one of them another name or another tag");
            return new Series(this, key, family, finished, Series.Fate.REFUSED);
        }
        return new Series(this, key, family, finished, Series.Fate.SENT);
    }

    private MetricFamily shortened(MetricFamily family) {
        if (family.help().length() <= LONGEST_HELP) {
            return family;
        }
        trouble(
                "help " + family.name(),
                "the help text of " + family.name() + " has " + family.help().length() + " characters; the first "
                        + LONGEST_HELP + " are sent");
        return new MetricFamily(
                family.name(), family.type(), family.help().substring(0, LONGEST_HELP - 1) + "…", family.unit());
    }

    private Chunk chunkWithRoom() {
        while (firstWithRoom < chunks.size()) {
            if (chunks.get(firstWithRoom).hasRoom()) {
                return chunks.get(firstWithRoom);
            }
            firstWithRoom++;
        }
        Chunk chunk = new Chunk(maxSamplesPerSend);
        chunks.add(chunk);
        return chunk;
    }

    /**
     * Writes what was set in this publish, and the ends of what was not.
     *
     * @param sink takes the requests, in the order in which they are to be sent
     */
    public void commit(Sink sink) {
        boolean someDied = false;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (sendStartZeros) {
                hand(writer.zeros(chunk, publishes, now), sink);
            }
            hand(writer.samples(chunk, publishes, now, histograms), sink);
            if (ownTimes) {
                handOwnTimes(chunk, sink);
            }
            someDied |= buryTheDead(chunk);
        }
        sayBackwards(writer.takeBackwards());
        if (someDied) {
            chunks.removeIf(Chunk::isEmpty);
            firstWithRoom = 0;
            compact();
        }
        notSent.removeIf(this::isOver);
    }

    /** In requests of their own: a receiver may refuse old times, and some refuse all that is in the same request. */
    private void handOwnTimes(Chunk chunk, Sink sink) {
        hand(writer.ownTimes(chunk, publishes), sink);
        do {
            hand(writer.later(chunk, publishes), sink);
        } while (writer.hasLater());
    }

    /** Few series in many chunks, as after a spike, would be many small requests for ever. */
    private void compact() {
        int live = 0;
        for (Chunk each : chunks) {
            live += each.series().size();
        }
        if (chunks.size() < 2 || 2L * live > (long) (chunks.size() - 1) * maxSamplesPerSend) {
            return;
        }
        List<Chunk> sparse = List.copyOf(chunks);
        chunks.clear();
        for (Chunk each : sparse) {
            for (Series series : each.series()) {
                chunkWithRoom().add(series);
            }
        }
    }

    /** A series with times of its own may come back with one that was sent. */
    private void remember(Series dead) {
        boolean ownTime = dead.timestamp != Series.OF_PUBLISH;
        if (dead.sentAt != Long.MIN_VALUE && (ownTime || sendStartZeros || dead.exemplarSentAt != Long.MIN_VALUE)) {
            ended.put(dead.labels, new Ended(dead.sentAt, dead.zeroFor, dead.exemplarSentAt));
        }
    }

    private void recall(Series made) {
        Ended before = ended.remove(made.labels);
        if (before != null) {
            made.sentAt = before.sentAt();
            made.zeroFor = before.zeroFor();
            made.exemplarSentAt = before.exemplarSentAt();
        }
    }

    private void hand(byte @Nullable [] body, Sink sink) {
        if (body != null) {
            sink.request(body, writer.records());
        }
    }

    private boolean buryTheDead(Chunk chunk) {
        boolean some = false;
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            if (each.dead) {
                some = true;
                byKey.remove(each.key);
                byLabels.remove(each.labels);
                remember(each);
            }
        }
        if (some) {
            chunk.clean();
        }
        return some;
    }

    /** One that was not sent is looked at anew when it is not set any more, or when the one that it clashed with is gone. */
    private boolean isOver(Series each) {
        boolean clashes = each.fate == Series.Fate.REFUSED && byLabels.containsKey(each.labels);
        boolean over = each.setIn != publishes
                || (each.fate == Series.Fate.REFUSED && each.labels.get(Labels.NAME) != null && !clashes);
        if (over) {
            each.dead = true;
            byKey.remove(each.key);
        }
        return over;
    }

    /**
     * Says what is wrong, once for each kind; never throws.
     *
     * @param kind what is the same trouble
     * @param message a sentence
     */
    public void trouble(String kind, String message) {
        boolean known = kinds.contains(kind) || (kinds.size() < MOST_KINDS && kinds.add(kind));
        troubles.accept(known ? kind : kind.split(" ", 2)[0], message);
    }

    /**
     * How many samples were set in this publish, those included that are dropped.
     *
     * @return {@code scrape_samples_scraped}
     */
    public int collected() {
        return sent + droppedByRule + refused;
    }

    /**
     * How many samples of this publish are to be sent.
     *
     * @return 0 or more
     */
    public int accepted() {
        return sent;
    }

    /**
     * How many samples of this publish rules dropped.
     *
     * @return 0 or more
     */
    public int droppedByRule() {
        return droppedByRule;
    }

    /**
     * How many samples of this publish were dropped because another series has the same labels, or for want of a name.
     *
     * @return 0 or more
     */
    public int refused() {
        return refused;
    }

    /**
     * How many series this publish saw for the first time.
     *
     * @return {@code scrape_series_added}
     */
    public int added() {
        return added;
    }

    int publishes() {
        return publishes;
    }

    /**
     * Whether native histograms are taken in this publish, for sources that have another form of them.
     *
     * @return false when the receiver does not get any
     */
    public boolean takesHistograms() {
        return histograms;
    }

    boolean takesExemplars() {
        return sendExemplars;
    }

    void countSet(Series.Fate fate) {
        switch (fate) {
            case SENT -> sent++;
            case DROPPED_BY_RULE -> droppedByRule++;
            case REFUSED -> refused++;
        }
    }

    void sawTime(long timestamp) {
        ownTimes |= timestamp != Series.OF_PUBLISH;
    }

    /** Source of the limit: prometheus/prometheus, scrape/scrape.go, {@code maxAheadTime}. */
    boolean refusesTime(Series series, long timestamp) {
        if (timestamp - MOST_AHEAD_MILLIS <= now) {
            return false;
        }
        refused++;
        trouble(
                "ahead " + series.key.name(),
                series.key
                        + " is dropped, for its time is more than ten minutes ahead: a receiver that took it would refuse"
                        + " everything earlier. What to do: expose milliseconds since the epoch, or no time at all");
        return true;
    }

    private void sayBackwards(int samples) {
        if (samples > 0) {
            refused += samples;
            trouble(
                    "backwards",
                    samples
                            + " samples are dropped, for their series have younger ones already. What to do: expose times"
                            + " that advance, or no times at all");
        }
    }

    void setTwice(Series series) {
        refused++;
        trouble(
                "twice " + series.key.name(),
                series.key
                        + " came twice in one publish; the first value is sent. What to do: give one of them another name or"
                        + " another tag");
    }
}
