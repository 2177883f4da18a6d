package dev.penstock.pipeline.json;

/** What a JSON value is. */
public enum JsonKind {
    /** Members by name. */
    OBJECT,
    /** Elements in order. */
    ARRAY,
    /** A text. */
    STRING,
    /** A number, always of double precision. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** Nothing. */
    NULL;

    /** The kind of the value that begins with a character, in JSON that is known to be right. */
    static JsonKind of(char first) {
        return switch (first) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }
}
