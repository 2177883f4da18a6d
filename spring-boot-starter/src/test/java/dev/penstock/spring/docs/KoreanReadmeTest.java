package dev.penstock.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the Korean README says what the English pages say. */
class KoreanReadmeTest {

    private static final Pattern HANGUL = Pattern.compile("[\\uac00-\\ud7a3]");

    @Test
    void quickStartsHaveTheSameCode() {
        List<Page.Code> english = Page.README.section("## Spring Boot", "###").code();
        assertThat(Page.KOREAN.section("## 빠른 시작", "##").code())
                .isEqualTo(english)
                .hasSize(8);
    }

    @Test
    void propertiesAndDefaultsAreTheSame() {
        Map<String, List<String>> english = DocumentedProperties.of(Page.SPRING_BOOT);
        assertThat(DocumentedProperties.of(Page.KOREAN)).isEqualTo(english);
        assertThat(List.copyOf(DocumentedProperties.of(Page.KOREAN).keySet())).isEqualTo(List.copyOf(english.keySet()));
    }

    @Test
    void whatIsListedFirstHasTheDefaultsOfTheWholeList() {
        Map<String, List<String>> all = DocumentedProperties.of(Page.SPRING_BOOT);
        Map<String, List<String>> common =
                DocumentedProperties.of(Page.README.section("### Settings in Spring's words", "###"));
        assertThat(common).isNotEmpty();
        assertThat(all.entrySet()).containsAll(common.entrySet());
    }

    @Test
    void troublesHaveTheSameSymptomsAndRemedies() {
        assertThat(codeOfRows(Page.KOREAN.section("## 문제 해결", "##")))
                .isEqualTo(codeOfRows(Page.README.section("### Nothing in Grafana?", "##")))
                .hasSizeGreaterThan(15);
    }

    @Test
    void eachLeadsToTheOtherBeforeAnythingElse() {
        assertThat(Page.README.text()).startsWith("# Penstock\n\n[한국어](README.ko.md)\n");
        assertThat(Page.KOREAN.text()).startsWith("# Penstock\n\n[English](README.md)\n");
    }

    /** What is not code is translated. */
    @Test
    void isKorean() {
        for (List<String> row : Page.KOREAN.section("## 설정", "##").rows()) {
            if (row.get(0).startsWith("`penstock.")) {
                assertThat(HANGUL.matcher(row.get(2)).find()).as(row.toString()).isTrue();
            }
        }
    }

    private static List<List<List<String>>> codeOfRows(Page section) {
        return section.rows().stream()
                .map(row -> List.of(sorted(row.get(0)), sorted(row.get(row.size() - 1))))
                .toList();
    }

    /** Sentences have another order in Korean. */
    private static List<String> sorted(String cell) {
        return CodeSpans.of(cell).stream().sorted().toList();
    }
}
