package dev.penstock.pipeline.template;

/** A template is not accepted. The message begins with {@code line:column} within the template and says what is accepted. */
public final class TemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final int line;
    private final int column;
    private final String problem;

    TemplateException(String text, int offset, String problem) {
        this(Math.min(offset, text.length()), lineOf(text, offset), columnOf(text, offset), problem);
    }

    private TemplateException(int offset, int line, int column, String problem) {
        super(line + ":" + column + ": " + problem);
        this.offset = offset;
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    /**
     * Where in the template.
     *
     * @return the number of UTF-16 units before the place
     */
    public int offset() {
        return offset;
    }

    /**
     * Where in the template.
     *
     * @return its line, from 1
     */
    public int line() {
        return line;
    }

    /**
     * Where in the line.
     *
     * @return its column, from 1
     */
    public int column() {
        return column;
    }

    /**
     * What was found, and what is accepted.
     *
     * @return the message without line and column
     */
    public String problem() {
        return problem;
    }

    private static int lineOf(String text, int offset) {
        int line = 1;
        for (int i = 0; i < offset && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    private static int columnOf(String text, int offset) {
        int end = Math.min(offset, text.length());
        return end - text.lastIndexOf('\n', end - 1);
    }
}
