package dev.penstock.pipeline.syntax;

/** What stands in a body: an attribute or a block. */
public sealed interface Statement permits Attribute, Block {

    /**
     * The name it begins with.
     *
     * @return as written; of a block with its dots
     */
    String name();

    /**
     * Where its name is; of a block, name and label.
     *
     * @return the range
     */
    Span span();

    /**
     * Where it begins.
     *
     * @return line and column of its name
     */
    default Position position() {
        return span().start();
    }
}
