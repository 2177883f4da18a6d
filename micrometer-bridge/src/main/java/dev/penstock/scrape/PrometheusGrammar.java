package dev.penstock.scrape;

/**
 * Prometheus' text format 0.0.4. Takes what Prometheus takes, and what the format's description allows beyond: any number of
 * blanks around a type, and signs before timestamps.
 */
final class PrometheusGrammar extends Grammar {

    private static final String ACCEPTED = "counter, gauge, histogram, summary, untyped";

    PrometheusGrammar() {
        super(true);
    }

    @Override
    void lines(ExpositionVisitor visitor) throws ExpositionException {
        while (true) {
            blanks();
            int b = peek();
            if (b < 0) {
                return;
            }
            if (b == '\n') {
                at++;
            } else if (b == '#') {
                comment();
            } else if (b == '{' || NameBytes.beginsMetric(b)) {
                sampleLine();
                visitor.sample(sample());
            } else {
                throw unexpected("the name of a metric, '{' or '#'");
            }
        }
    }

    private void comment() throws ExpositionException {
        at++;
        if (isBlank()) {
            blanks();
            if (skipWord("HELP")) {
                help();
            } else if (skipWord("TYPE")) {
                type();
            }
        }
        at = lineEnd();
    }

    private void help() throws ExpositionException {
        ParsedFamily family = family("HELP");
        int end = lineEnd();
        helpOf(family, Math.min(at + 1, end), end, false);
    }

    private void type() throws ExpositionException {
        ParsedFamily family = family("TYPE");
        blanks();
        int start = at;
        token();
        int end = at;
        blanks();
        if (at < lineEnd()) {
            throw badType(start, lineEnd(), ACCEPTED);
        }
        family.type(
                switch (text(start, end)) {
                    case "counter" -> FamilyType.COUNTER;
                    case "gauge" -> FamilyType.GAUGE;
                    case "histogram" -> FamilyType.HISTOGRAM;
                    case "summary" -> FamilyType.SUMMARY;
                    case "untyped" -> FamilyType.UNKNOWN;
                    default -> throw badType(start, end, ACCEPTED);
                });
    }

    private void sampleLine() throws ExpositionException {
        ParsedSample sample = sample();
        series(sample);
        blanks();
        int start = at;
        token();
        if (start == at) {
            throw unexpected("a value after the series");
        }
        sample.value = number(start, at, "the value");
        blanks();
        if (peek() >= 0 && peek() != '\n') {
            timestamp(sample);
        }
    }

    private void timestamp(ParsedSample sample) throws ExpositionException {
        int start = at;
        token();
        try {
            sample.timestamp = GoNumbers.integer(body, start, at);
        } catch (NumberFormatException e) {
            throw error(start, "the timestamp is '" + text(start, at) + "'; expected a whole number of milliseconds");
        }
        sample.hasTimestamp = true;
        blanks();
        if (peek() >= 0 && peek() != '\n') {
            throw unexpected("the end of the line after the timestamp");
        }
    }

    /** Whether the body goes on with a keyword and a blank, which are passed over then with all blanks. */
    private boolean skipWord(String word) {
        int start = at;
        if (skip(word) && isBlank()) {
            blanks();
            return true;
        }
        at = start;
        return false;
    }

    private boolean isBlank() {
        return peek() == ' ' || peek() == '\t';
    }
}
