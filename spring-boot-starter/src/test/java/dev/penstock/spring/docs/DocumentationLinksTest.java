package dev.penstock.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That links within the documentation lead somewhere. */
class DocumentationLinksTest {

    @Test
    void leadToFilesAndHeadingsThatThereAre() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                int hash = link.indexOf('#');
                String name = hash < 0 ? link : link.substring(0, hash);
                Path target = name.isEmpty()
                        ? page.file()
                        : page.file().resolveSibling(name).normalize();
                boolean leads = Files.exists(target)
                        && (hash < 0
                                || !name.isEmpty() && !name.endsWith(".md")
                                || Page.read(Page.ROOT.relativize(target).toString())
                                        .anchors()
                                        .contains(link.substring(hash + 1)));
                if (!leads) {
                    broken.add(page + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }
}
