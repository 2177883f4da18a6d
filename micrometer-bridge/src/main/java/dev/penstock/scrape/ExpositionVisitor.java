package dev.penstock.scrape;

/** Takes what a parser finds, in the order in which it is exposed. */
public interface ExpositionVisitor {

    /**
     * A sample.
     *
     * @param sample valid until this call returns; the parser uses it again
     * @throws ExpositionException when the sample is not to be taken: ends the parsing
     */
    void sample(ParsedSample sample) throws ExpositionException;

    /**
     * A metric family that had a line {@code # TYPE}, {@code # HELP} or {@code # UNIT}; called once for each, with all that was
     * said of it, after the last sample.
     *
     * @param family valid until the parsing ends
     */
    default void family(ParsedFamily family) {}
}
