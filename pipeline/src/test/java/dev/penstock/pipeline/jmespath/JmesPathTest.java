package dev.penstock.pipeline.jmespath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.json.JsonView;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JmesPathTest {

    private static final String INPUT = """
            {"level":"info","n":5,"neg":-2.5,"t":true,"f":false,"z":null,"a-b":7,"a":3,"b":1,"log.level":"warn",
             "http":{"status":500,"path":"/x","headers":{"ua":"curl","x-id":"9"}},
             "list":[{"n":"x","v":3},{"n":"y","v":1},{"n":"z","v":2}],
             "nums":[3,1,2],"words":["b","a"],"nested":[[1,2],[3,[4]],5],"empty":[],"obj":{},"s":"",
             "text":" Hello World ","let":"kept"}""";

    private static Object search(String expression) {
        JsonView view = new JsonView();
        assertThat(view.scan(INPUT)).isTrue();
        return JmesPath.compile(expression).search(view);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level | info",
                "n | 5.0",
                "t | true",
                "z | null",
                "missing | null",
                "http.status | 500.0",
                "http.headers | {\"ua\":\"curl\",\"x-id\":\"9\"}",
                "http.headers.\"x-id\" | 9",
                "\"log.level\" | warn",
                "log.level | null",
                "\"a-b\" | 7.0",
                "a-b | 2.0",
                "a - b | 2.0",
                "a + b * n | 8.0",
                "(a + b) * n | 20.0",
                "n / `2` | 2.5",
                "n // `2` | 2.0",
                "n % a | 2.0",
                "-n | -5.0",
                "level - n | null",
                "n.x | null",
                "list[0].n | x",
                "list[-1].n | z",
                "list[9] | null",
                "list[*].v | [3,1,2]",
                "list[].n | [\"x\",\"y\",\"z\"]",
                "list[?v > `1`].n | [\"x\",\"z\"]",
                "list[?n == 'y'] | [{\"n\":\"y\",\"v\":1}]",
                "list[?n == 'y'] | [0].v | 1.0",
                "list[?v > `1` && n != 'x'].n | [\"z\"]",
                "nums[1:] | [1,2]",
                "nums[::-1] | [2,1,3]",
                "nums[:2] | [3,1]",
                "nums[-2:] | [1,2]",
                "nums[2:0:-1] | [2,1]",
                "text[1:6] | Hello",
                "level[::-1] | ofni",
                "nested[] | [1,2,3,[4],5]",
                "nested[][] | [1,2,3,4,5]",
                "nested[*][0] | [1,3]",
                "http.* | [500,\"/x\",{\"ua\":\"curl\",\"x-id\":\"9\"}]",
                "http.*.ua | [\"curl\"]",
                "[level, n] | [\"info\",5]",
                "{l: level, \"s t\": http.status} | {\"l\":\"info\",\"s t\":500}",
                "http.[status, path] | [500,\"/x\"]",
                "missing || level | info",
                "s || level | info",
                "level && n | 5.0",
                "s && n | ~~",
                "!z | true",
                "!level | false",
                "n == `5` | true",
                "n >= `5` | true",
                "n < `5` | false",
                "level < n | null",
                "'raw \\'x\\'' | raw 'x'",
                "`\"lit\"` | lit",
                "`{\"a\": [1]}`.a[0] | 1.0",
                "@.level | info",
                "$.level | info",
                "list[0].[n, $.level] | [\"x\",\"info\"]",
                "length(level) | 4.0",
                "length(@) | 20.0",
                "abs(neg) | 2.5",
                "ceil(neg) | -2.0",
                "floor(neg) | -3.0",
                "avg(nums) | 2.0",
                "avg(empty) | null",
                "sum(nums) | 6.0",
                "max(nums) | 3.0",
                "min(words) | a",
                "max(empty) | null",
                "max_by(list, &v).n | x",
                "min_by(list, &v).n | y",
                "sort(words) | [\"a\",\"b\"]",
                "sort_by(list, &v)[*].n | [\"y\",\"z\",\"x\"]",
                "reverse(nums) | [2,1,3]",
                "join('-', words) | b-a",
                "keys(http) | [\"status\",\"path\",\"headers\"]",
                "values(list[0]) | [\"x\",3]",
                "contains(level, 'nf') | true",
                "contains(nums, `2`) | true",
                "starts_with(level, 'in') | true",
                "ends_with(level, 'in') | false",
                "to_number('12.5') | 12.5",
                "to_number('x') | null",
                "to_string(n) | 5",
                "to_string(nums) | [3,1,2]",
                "to_array(n) | [5]",
                "type(z) | null",
                "type(obj) | object",
                "not_null(z, missing, level) | info",
                "map(&v, list) | [3,1,2]",
                "merge(obj, list[0]) | {\"n\":\"x\",\"v\":3}",
                "upper(level) | INFO",
                "lower('ÀB') | àb",
                "trim(text) | Hello World",
                "trim_left(text) | ~Hello World ~",
                "trim_right(text) | ~ Hello World~",
                "trim('xxaxx', 'x') | a",
                "replace(level, 'n', 'N') | iNfo",
                "replace('aaa', 'a', 'b', `2`) | bba",
                "replace('ab', '', '-') | -a-b-",
                "split('a,b,c', ',') | [\"a\",\"b\",\"c\"]",
                "split('a,b,c', ',', `1`) | [\"a\",\"b,c\"]",
                "split('abc', '') | [\"a\",\"b\",\"c\"]",
                "find_first('abcabc', 'b') | 1.0",
                "find_last('abcabc', 'b') | 4.0",
                "find_first('abcabc', 'b', `2`) | 4.0",
                "pad_left('7', `3`, '0') | 007",
                "pad_right('7', `3`) | ~7  ~",
                "items(list[0]) | [[\"n\",\"x\"],[\"v\",3]]",
                "from_items(items(list[0])) | {\"n\":\"x\",\"v\":3}",
                "zip(nums, words) | [[3,\"b\"],[1,\"a\"]]",
                "group_by(list, &n).y | [{\"n\":\"y\",\"v\":1}]",
                "let $x = n in $x + a | 8.0",
                "let $x = n, $y = a in list[?v == $y].v | [3]",
                "let | kept",
                "list[*].n | join(',', @) | x,y,z",
                "list[?contains(n, 'x')].v | [3]",
            })
    void expressionsFindWhatTheyMean(String line) {
        int last = line.lastIndexOf(" | ");
        Object found = search(line.substring(0, last));
        String expected = line.substring(last + 3);
        if (expected.startsWith("~")) {
            expected = expected.substring(1, expected.length() - 1);
        }
        assertThat(String.valueOf(found)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abs(level)",
                "sum(words)",
                "join(',', nums)",
                "$nowhere",
                "sort_by(list, &missing)",
                "max_by(list, &missing)",
                "length(n)",
                "pad_left('a', `1e9`)",
                "&n"
            })
    void whatAFunctionDoesNotTakeIsARuntimeError(String expression) {
        assertThatThrownBy(() -> search(expression)).isInstanceOf(JmesPathRuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "~~ | 0 | unexpected the end",
                "a. | 2 | after the dot",
                "a..b | 2 | after the dot",
                "a.1 | 2 | [1]",
                "trace-1 | 5 | double quotes",
                "1 | 0 | backticks",
                "a b | 2 | operator",
                "@timestamp | 1 | in double quotes: \"@timestamp\", which within a string of the configuration is \"\\\"@timestamp\\\"\"",
                "a[?@x] | 4 | \"@x\"",
                "\"a | 0 | not closed",
                "'a | 0 | not closed",
                "`a` | 0 | JSON",
                "`a | 0 | not closed",
                "a[ | 2 | unexpected the end",
                "a[1 | 3 | ]",
                "a[1:2:0] | 6 | step",
                "a[99999999999] | 2 | too large",
                "foo(a) | 0 | no function foo",
                "to_strin(a) | 0 | did you mean to_string",
                "tostring(a) | 0 | did you mean to_string",
                "length() | 0 | takes 1 argument",
                "sort_by(a, b) | 0 | &key",
                "length(&a) | 0 | a string",
                "\"length\"(a) | 0 | not quoted",
                "a = b | 2 | ==",
                "a{b} | 1 | operator",
                "{a} | 2 | :",
                "naïve | 2 | double quotes",
                "a.#b | 2 | unexpected '#'",
                "(a | 2 | )",
                "a[?b | 4 | ]",
                "let $x = a | 10 | in",
                "[] a | 3 | operator",
            })
    void whatIsNoJmesPathIsRefused(String expression, int offset, String said) {
        String text = expression == null ? "" : expression;
        assertThatThrownBy(() -> JmesPath.compile(text))
                .isInstanceOfSatisfying(
                        JmesPathException.class, e -> assertThat(e.offset()).isEqualTo(offset))
                .hasMessageContaining(said);
    }

    @Test
    void deepExpressionsAreRefused() {
        assertThatThrownBy(() -> JmesPath.compile("(".repeat(10_000))).isInstanceOf(JmesPathException.class);
        assertThatThrownBy(() -> JmesPath.compile("a" + ".a".repeat(10_000))).isInstanceOf(JmesPathException.class);
        assertThatThrownBy(() -> JmesPath.compile("!".repeat(900))).isInstanceOf(JmesPathException.class);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                        "level",
                        "n",
                        "list",
                        "nums",
                        ".",
                        "[0]",
                        "[*]",
                        "[]",
                        "[?",
                        "]",
                        "[",
                        "(",
                        ")",
                        "&",
                        "|",
                        "||",
                        "&&",
                        "!",
                        "==",
                        "<",
                        "@",
                        "$",
                        "*",
                        "-",
                        "+",
                        "/",
                        "`1`",
                        "'x'",
                        "length(",
                        "sort_by(",
                        "keys(",
                        ",",
                        ":",
                        "{",
                        "}",
                        "let $x =",
                        "in",
                        "$x",
                        "[1:2]",
                        "[::-1]",
                        "1",
                        " ")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 10_000)
    void anyExpressionIsRefusedOrFindsAValue(@ForAll("expressions") String expression) {
        JmesPath path;
        try {
            path = JmesPath.compile(expression);
        } catch (JmesPathException e) {
            assertThat(e.offset()).isBetween(0, expression.length());
            return;
        }
        JsonView view = new JsonView();
        view.scan(INPUT);
        try {
            path.search(view);
        } catch (JmesPathRuntimeException e) {
            assertThat(e).hasMessageNotContaining("null pointer");
        }
    }

    @Property
    void anyTextIsRefusedOrCompiled(@ForAll String text) {
        try {
            JmesPath.compile(text);
        } catch (JmesPathException e) {
            assertThat(e.offset()).isBetween(0, text.length());
        }
    }
}
