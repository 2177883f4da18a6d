package dev.penstock.pipeline.syntax;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The parser, fuzzed. In an ordinary build, what is kept beside this class's resources is read once; with the environment variable
 * {@code JAZZER_FUZZ=1}, new texts are tried for the time given below:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw -pl pipeline -am test -Dtest=ParserFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class ParserFuzzTest {

    @FuzzTest(maxDuration = "25s")
    void textsAreReadOrRefused(byte[] bytes) {
        try {
            List<Statement> statements = Parser.parse(new String(bytes, StandardCharsets.UTF_8));
            Evaluator evaluator = Evaluator.withEnvironment(name -> name);
            BlockReader.read(statements, evaluator, ParserFuzzTest::values);
        } catch (SyntaxException e) {
            if (e.problems().isEmpty()
                    || e.position().line() < 1
                    || e.position().column() < 1) {
                throw new IllegalStateException("a problem without a place", e);
            }
            e.snippets(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Reads everything as everything. */
    private static String values(BlockReader reader) {
        for (Statement statement : reader.block().body()) {
            String name = statement.name();
            reader.value(name);
            reader.text(name);
            reader.number(name);
            reader.duration(name);
            reader.bytes(name);
            reader.map(name);
            reader.texts(name);
            reader.references(name);
            reader.blocks(name, ParserFuzzTest::values);
        }
        return "";
    }
}
