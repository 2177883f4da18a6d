package dev.penstock.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, in Markdown as far as these pages use it. */
record Page(Path file, String text) {

    static final Path ROOT = root();
    static final Page README = read("README.md");
    static final Page KOREAN = read("README.ko.md");
    static final Page SPRING_BOOT = read("docs/spring-boot.md");
    static final Page MIGRATION = read("docs/migration.md");

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
    private static final Pattern ROW = Pattern.compile("^\\|.*\\|$", Pattern.MULTILINE);

    /** A block of code: its language, and what it says. */
    record Code(String language, String text) {}

    static List<Page> all() {
        return List.of(README, KOREAN, SPRING_BOOT, MIGRATION);
    }

    /** The repository's folder: the tests of a module run in the module's own. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.ko.md"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no README.ko.md here or above");
            }
            folder = parent;
        }
        return folder;
    }

    static Page read(String name) {
        try {
            Path file = ROOT.resolve(name);
            return new Page(file, Files.readString(file).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands under a heading, up to the next one of the same rank or a higher one, or of a given lower one. */
    Page section(String heading, String endsAt) {
        int from = text.indexOf("\n" + heading + "\n");
        if (from < 0) {
            throw new IllegalArgumentException("no '" + heading + "' in " + file);
        }
        int start = from + heading.length() + 2;
        Matcher next = Pattern.compile("^" + endsAt + " ", Pattern.MULTILINE).matcher(text);
        int end = next.find(start) ? next.start() : text.length();
        return new Page(file, text.substring(start, end));
    }

    List<Code> code() {
        List<Code> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Code(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    List<String> code(String language) {
        return code().stream()
                .filter(block -> block.language().equals(language))
                .map(Code::text)
                .toList();
    }

    /** Everything but the blocks of code. */
    String prose() {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** The cells of all tables, row by row. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        Matcher matcher = ROW.matcher(prose());
        while (matcher.find()) {
            String row = matcher.group();
            rows.add(List.of(row.substring(1, row.length() - 1).split("(?<!\\\\)\\|", -1)).stream()
                    .map(String::strip)
                    .toList());
        }
        return rows;
    }

    /** Where links lead to, those to other sites left out. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(prose());
        while (matcher.find()) {
            if (!matcher.group(1).contains("://")) {
                links.add(matcher.group(1));
            }
        }
        return links;
    }

    /** The anchors of headings, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Matcher matcher = HEADING.matcher(prose());
        while (matcher.find()) {
            String name = matcher.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            anchors.add(name);
        }
        return anchors;
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }
}
