package dev.penstock.pipeline.template;

/** A text that grows to a limit and no further: no template, whatever its data, takes all memory. */
final class BoundedText {

    private final StringBuilder text = new StringBuilder();
    private final int limit;

    BoundedText(int limit) {
        this.limit = limit;
    }

    BoundedText append(String more) {
        room(more.length());
        text.append(more);
        return this;
    }

    BoundedText append(char c) {
        room(1);
        text.append(c);
        return this;
    }

    BoundedText appendCodePoint(int codePoint) {
        room(2);
        text.appendCodePoint(codePoint);
        return this;
    }

    BoundedText repeat(char c, long times) {
        room(times);
        for (long i = 0; i < times; i++) {
            text.append(c);
        }
        return this;
    }

    int length() {
        return text.length();
    }

    void room(long more) {
        if (text.length() + more > limit) {
            throw tooLong(limit);
        }
    }

    static RenderException tooLong(int limit) {
        return new RenderException("the result is longer than " + limit + " characters");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
