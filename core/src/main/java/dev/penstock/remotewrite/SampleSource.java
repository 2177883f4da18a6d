package dev.penstock.remotewrite;

/** Where samples come from. */
@FunctionalInterface
public interface SampleSource {

    /**
     * Sets the value of each series there is, see {@link SeriesTable#series}.
     *
     * @param table takes the values; not to be used any more after the call
     * @throws Exception when there are none to be had: a failed scrape, after which all series are stale
     */
    void collect(SeriesTable table) throws Exception;
}
