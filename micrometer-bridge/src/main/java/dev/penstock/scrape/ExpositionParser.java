package dev.penstock.scrape;

/**
 * Parses the text that an application exposes to a scrape. As in Prometheus, one malformed line fails the whole.
 *
 * <p>A parser can be used again and again, by one thread at a time; what it needs to work is kept from one body to the next.
 */
public final class ExpositionParser {

    private final Grammar grammar;

    /**
     * A parser of a format.
     *
     * @param format the format
     */
    public ExpositionParser(ExpositionFormat format) {
        this.grammar = format == ExpositionFormat.OPENMETRICS_TEXT ? new OpenMetricsGrammar() : new PrometheusGrammar();
    }

    /**
     * Parses a body. What is visited before the exception has been visited: keep it apart until the whole is parsed.
     *
     * @param body the bytes; not changed, and not to be changed meanwhile
     * @param length how many of them there are
     * @param visitor takes the samples and families
     * @throws ExpositionException when a line is malformed, or what the visitor throws
     */
    public void parse(byte[] body, int length, ExpositionVisitor visitor) throws ExpositionException {
        grammar.parse(body, length, visitor);
    }

    /**
     * Parses a body.
     *
     * @param body the bytes; not changed, and not to be changed meanwhile
     * @param visitor takes the samples and families
     * @throws ExpositionException when a line is malformed, or what the visitor throws
     */
    public void parse(byte[] body, ExpositionVisitor visitor) throws ExpositionException {
        parse(body, body.length, visitor);
    }
}
