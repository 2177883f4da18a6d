package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Span;

/**
 * A block at the top of a file.
 *
 * @param file where it stands
 * @param block the block
 */
record Component(SourceFile file, Block block) {

    /** Such as {@code loki.process}. */
    String kind() {
        return block.name();
    }

    /** Such as {@code loki.process.app}; without label its kind. */
    String id() {
        String label = block.label();
        return label == null || label.isEmpty() ? block.name() : block.name() + "." + label;
    }

    Finding finding(Outcome outcome, String message) {
        return finding(outcome, block.span(), message);
    }

    Finding finding(Outcome outcome, Span span, String message) {
        return new Finding(outcome, file.name(), span, id(), message);
    }
}
