package dev.penstock.scrape;

import java.util.Arrays;

/** OpenMetrics 1.0 as text, as strictly as Prometheus takes it: single blanks, no empty lines, {@code # EOF} at the end. */
final class OpenMetricsGrammar extends Grammar {

    private static final String TYPES = "counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown";

    private final CreatedTimes created = new CreatedTimes(this);

    OpenMetricsGrammar() {
        super(false);
    }

    @Override
    void lines(ExpositionVisitor visitor) throws ExpositionException {
        created.begin(at);
        while (true) {
            int b = peek();
            if (b == '#') {
                if (!metadata()) {
                    return;
                }
                created.begin(at);
            } else if (b == '{' || NameBytes.beginsMetric(b)) {
                sampleLine(visitor);
            } else {
                throw b < 0
                        ? error(length - 1, "the text does not end with # EOF; it may be cut off")
                        : unexpected("the name of a metric, '{', # TYPE, # HELP, # UNIT or # EOF");
            }
        }
    }

    @Override
    void end() {
        created.end();
    }

    /** A line of metadata; {@code false} says that it is the last line. */
    private boolean metadata() throws ExpositionException {
        int start = at;
        if (skip("# EOF")) {
            if (peek() == '\n') {
                at++;
            }
            if (peek() >= 0) {
                throw error(at, "there is more after # EOF; expected nothing");
            }
            return false;
        }
        if (skip("# HELP ")) {
            ParsedFamily family = family("HELP");
            helpOf(family, textStart("HELP"), at, true);
        } else if (skip("# TYPE ")) {
            ParsedFamily family = family("TYPE");
            type(family, textStart("TYPE"), at);
        } else if (skip("# UNIT ")) {
            ParsedFamily family = family("UNIT");
            unit(family, textStart("UNIT"), at);
        } else {
            throw error(start, "expected # TYPE, # HELP, # UNIT or # EOF; OpenMetrics has no comments");
        }
        at++;
        return true;
    }

    /** Where the text of a metadata line begins; passes over it, up to the end of the line. */
    private int textStart(String keyword) throws ExpositionException {
        if (peek() != ' ') {
            throw unexpected("a single blank and text after the name in a # " + keyword);
        }
        int start = at + 1;
        at = lineEnd();
        if (at == length) {
            throw error(start, "the text does not end with # EOF; it may be cut off");
        }
        return start;
    }

    private void type(ParsedFamily family, int start, int end) throws ExpositionException {
        family.type(
                switch (text(start, end)) {
                    case "counter" -> FamilyType.COUNTER;
                    case "gauge" -> FamilyType.GAUGE;
                    case "histogram" -> FamilyType.HISTOGRAM;
                    case "gaugehistogram" -> FamilyType.GAUGE_HISTOGRAM;
                    case "summary" -> FamilyType.SUMMARY;
                    case "info" -> FamilyType.INFO;
                    case "stateset" -> FamilyType.STATE_SET;
                    case "unknown" -> FamilyType.UNKNOWN;
                    default -> throw badType(start, end, TYPES);
                });
    }

    private void unit(ParsedFamily family, int start, int end) throws ExpositionException {
        byte[] unit = Arrays.copyOfRange(body, start, end);
        String text = Escapes.decode(unit, 0, unit.length, true);
        if (!text.isEmpty() && !family.name().endsWith("_" + text)) {
            throw error(
                    start,
                    "the unit is '" + text + "'; expected one that the name " + family.name()
                            + " ends with, after '_'");
        }
        family.unit(text);
    }

    private void sampleLine(ExpositionVisitor visitor) throws ExpositionException {
        ParsedSample sample = sample();
        line(sample);
        ParsedFamily family = families.currentOf(body, sample.nameStart, sample.nameEnd);
        if (family != null && family.type().hasStart()) {
            if (family.isCreated(body, sample.nameStart, sample.nameEnd)) {
                return;
            }
            int next = at;
            sample.startTimestamp = created.of(sample, family);
            at = next;
        }
        visitor.sample(sample);
    }

    /** A line with a sample, with its newline. */
    final void line(ParsedSample sample) throws ExpositionException {
        series(sample);
        sample.valueStart = at + 1;
        sample.value = value("the value", "the series");
        sample.valueEnd = at;
        if (peek() == ' ' && !isExemplar()) {
            at++;
            int start = at;
            token();
            sample.timestamp = millis(start, at, "the timestamp");
            sample.hasTimestamp = true;
        }
        if (isExemplar()) {
            exemplar(sample);
        }
        if (peek() != '\n') {
            throw peek() < 0
                    ? error(length - 1, "the text does not end with # EOF; it may be cut off")
                    : unexpected("the end of the line, or a single blank and a timestamp or an exemplar");
        }
        at++;
    }

    private double value(String what, String after) throws ExpositionException {
        if (peek() != ' ') {
            throw unexpected("a single blank and a value after " + after);
        }
        at++;
        int start = at;
        token();
        return number(start, at, what);
    }

    private boolean isExemplar() {
        return peek() == ' ' && at + 3 < length && body[at + 1] == '#' && body[at + 2] == ' ' && body[at + 3] == '{';
    }

    private void exemplar(ParsedSample sample) throws ExpositionException {
        at += 4;
        labels(sample, sample.exemplarLabels, true);
        sample.exemplarValue = value("the exemplar's value", "the exemplar's labels");
        sample.hasExemplar = true;
        if (peek() == ' ') {
            at++;
            int start = at;
            token();
            sample.exemplarTimestamp = millis(start, at, "the exemplar's timestamp");
            sample.hasExemplarTimestamp = true;
        }
    }

    private long millis(int start, int end, String what) throws ExpositionException {
        try {
            return GoNumbers.millis(body, start, end);
        } catch (NumberFormatException e) {
            throw error(start, what + " is '" + text(start, end) + "'; expected seconds such as 1520879607.789");
        }
    }
}
