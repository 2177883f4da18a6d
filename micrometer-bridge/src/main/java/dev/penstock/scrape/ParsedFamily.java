package dev.penstock.scrape;

import org.jspecify.annotations.Nullable;

/** A metric family, as far as its exposition has been read. Valid while the parsing goes on. */
public final class ParsedFamily {

    private final byte[] body;
    private final String name;
    private final byte[] rawName;

    private FamilyType type = FamilyType.UNKNOWN;
    private int helpStart;
    private int helpEnd;
    private boolean helpEscapesQuotes;
    private @Nullable String help;
    private String unit = "";

    ParsedFamily(byte[] body, String name, byte[] rawName) {
        this.body = body;
        this.name = name;
        this.rawName = rawName;
    }

    /**
     * The family's name.
     *
     * @return without the suffixes that its series have
     */
    public String name() {
        return name;
    }

    /**
     * The family's type.
     *
     * @return {@link FamilyType#UNKNOWN} when it was not said
     */
    public FamilyType type() {
        return type;
    }

    /**
     * The help text; decoded when it is asked for.
     *
     * @return empty when it was not said
     */
    public String help() {
        String decoded = help;
        if (decoded == null) {
            decoded = Escapes.decode(body, helpStart, helpEnd, helpEscapesQuotes);
            help = decoded;
        }
        return decoded;
    }

    /**
     * The unit.
     *
     * @return empty when it was not said; always so in Prometheus' text format
     */
    public String unit() {
        return unit;
    }

    void type(FamilyType value) {
        type = value;
    }

    void help(int start, int end, boolean escapesQuotes) {
        helpStart = start;
        helpEnd = end;
        helpEscapesQuotes = escapesQuotes;
        help = null;
    }

    void unit(String value) {
        unit = value;
    }

    /** Whether a series of this name is one of this family. */
    boolean owns(byte[] bytes, int start, int end) {
        int length = rawName.length;
        if (end - start < length) {
            return false;
        }
        // From the end of the family's name: that is where names of one application differ.
        for (int i = length - 1; i >= 0; i--) {
            if (bytes[start + i] != rawName[i]) {
                return false;
            }
        }
        return end - start == length || Suffixes.of(bytes, start + length, end, type);
    }

    /** Whether a line begins with this family's name and {@code _created}. */
    boolean beginsCreated(byte[] bytes, int start, int end) {
        int nameEnd = start + rawName.length + Suffixes.CREATED.length;
        return nameEnd <= end && isCreated(bytes, start, nameEnd);
    }

    /** Whether a series' name is this family's with {@code _created}. */
    boolean isCreated(byte[] bytes, int start, int end) {
        return end - start == rawName.length + Suffixes.CREATED.length
                && Suffixes.ends(bytes, start, end, Suffixes.CREATED)
                && owns(bytes, start, end);
    }
}
