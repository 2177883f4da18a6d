package dev.penstock.pipeline.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {

    private static final Evaluator EVALUATOR = Evaluator.withEnvironment(Map.of("HOME", "/root")::get);

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '~',
            value = {
                "1 + 2 * 3 ¦ 7",
                "(1 + 2) * 3 ¦ 9",
                "2 ^ 3 ^ 2 ¦ 512",
                "-2 ^ 2 ¦ 4",
                "10 - 2 - 3 ¦ 5",
                "7 / 2 ¦ 3",
                "7 / 2.0 ¦ 3.5",
                "-7 % 3 ¦ -1",
                "7.5 % 2 ¦ 1.5",
                "0.1 + 0.2 ¦ 0.30000000000000004",
                "1e21 ¦ 1000000000000000000000",
                "010 ¦ 8",
                "1 == 1.0 ¦ true",
                "1 == \"1\" ¦ false",
                "[1, { a = null }] == [1.0, { a = null }] ¦ true",
                "{ a = 1 } != { a = 2 } ¦ true",
                "\"a\" < \"b\" ¦ true",
                "2 >= 2 && !false || false ¦ true",
                "1 < 2 == true ¦ true",
                "true || false && false ¦ true",
                "\"a\" + \"b\" ¦ \"ab\"",
                "{ a = 1 }.a ¦ 1",
                "{ a = 1 }[\"b\"] ¦ null",
                "[1, 2][1] ¦ 2",
                "{ a = 1, a = 2 } ¦ {a=2}",
                "sys.env(\"HOME\") + env(\"NONE\") ¦ \"/root\"",
                "coalesce(null, \"\", 0, false, [], {}, \"x\", \"y\") ¦ \"x\"",
                "coalesce(\"\", 0) ¦ 0",
                "coalesce() ¦ null",
                "array.concat([1], [], [2]) ¦ [1, 2]",
                "concat() ¦ []",
                "array.combine_maps([{ a = 1, b = 2 }], [{ a = 1, b = 3, c = 4 }, { a = 2 }], [\"a\"]) ¦ [{a=1, b=3, c=4}]",
                "string.format(\"%s-%5d|%-4v|%q|%.2f|%x|%t|%05d|%%\", \"a\", 7, 1.5, \"b\", 2.345, 255, true, -42) ¦ \"a-    7|1.5 |\\\"b\\\"|2.35|ff|true|-0042|%\"",
                "format(\"%v %v %v\", 1e21, [1, \"a\"], { b = 1, a = null }) ¦ \"1e+21 [1 a] map[a:<nil> b:1]\"",
                "string.join([\"a\", 1], \"-\") ¦ \"a-1\"",
                "string.replace(\"a.b.c\", \".\", \"/\") ¦ \"a/b/c\"",
                "string.split(\"a,b,\", \",\") ¦ [\"a\", \"b\", \"\"]",
                "to_upper(\"aé\") + string.to_lower(\"AÉ\") ¦ \"AÉaé\"",
                "string.trim(\"xxaxyx\", \"xy\") ¦ \"a\"",
                "trim_prefix(\"ab\", \"a\") + trim_suffix(\"ab\", \"b\") + trim_space(\" c \") ¦ \"bac\"",
                "encoding.from_json(\"{\\\"a\\\": [1, true, null, \\\"\\\\u00e9\\\"]}\").a ¦ [1, true, null, \"é\"]",
                "encoding.to_json({ b = \"<\", a = [1, 1.5, null] }) ¦ \"{\\\"a\\\":[1,1.5,null],\\\"b\\\":\\\"\\\\u003c\\\"}\"",
                "base64_decode(encoding.to_base64(\"hé\")) ¦ \"hé\"",
                "encoding.to_URLbase64(\"??>\") ¦ \"Pz8-\"",
                "encoding.url_encode(\"a b*~/\") ¦ \"a+b%2A~%2F\"",
                "encoding.url_decode(\"a+b%2F\") ¦ \"a b/\"",
                "json_path(\"{\\\"a\\\": [{\\\"b\\\": 1}, {\\\"b\\\": 2}]}\", \".a[*].b\") ¦ [1, 2]",
                "json_path(\"{\\\"a-b\\\": 1}\", \"$['a-b']\")[0] ¦ 1",
                "json_path(\"{}\", \".x\") ¦ []",
                "file.path_join(\"/a\", \"../b\", \"\", \"c/./d/\") ¦ \"/b/c/d\"",
                "convert.nonsensitive(\"x\") ¦ \"x\"",
                "loki.write.default.receiver ¦ loki.write.default.receiver",
                "module.git.x.exports.a[0].b ¦ module.git.x.exports.a[0].b",
                "argument.x.value ¦ argument.x.value",
            })
    void expressionsStandForWhatTheyStandForInAlloy(String written, String meant) {
        String value;
        try {
            value = EVALUATOR.evaluate(expression(written)).toString();
        } catch (SyntaxException e) {
            value = "error";
        }
        assertThat(value).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 + \"a\" | 1:5: 1 is a number and the other side of '+' a string",
                "true + 1 | 1:5: true is a bool; '+' expected a number or a string",
                "true && 1 | 1:13: 1 is a number; '&&' expected true or false",
                "false && 1 | 1:14: 1 is a number; '&&' expected true or false",
                "1 / 0 | 1:9: division by zero",
                "1 % 0.0 | 1:9: division by zero",
                "2 ^ 64 | 1:5: the result of '^' is too large",
                "9 ^ 999999999999 | 1:5: the result of '^' is too large",
                "!1 | 1:6: 1 is a number; '!' expected true or false",
                "{ abc = 1 }.abd | 1:5: there is no 'abd' in {…}; did you mean 'abc'?",
                "[1][1] | 1:9: there is no index 1 in a list of 1 element",
                "\"a\".b | 1:5: \"a\" is a string; expected a map",
                "sys.evn(\"X\") | 1:5: there is no function 'sys.evn'; did you mean 'sys.env'?",
                "string.fromat(\"X\") | 1:5: there is no function 'string.fromat'; did you mean 'string.format'?",
                "sy.env(\"X\") | 1:5: there is no function 'sy.env'; did you mean 'sys.env'?",
                "sys.env | 1:5: sys.env is a function; expected a call of it: sys.env(…)",
                "info | 1:5: there is no name 'info'; if it is meant as text, it stands in double quotes: \"info\"",
                "tru | 1:5: there is no name 'tru'; did you mean true?",
                "constants.hostnam | 1:5: there is no 'hostnam' in constants; did you mean 'hostname'?",
                "sys.env() | 1:5: sys.env takes 1 argument, found 0",
                "sys.env([]) | 1:13: argument 1 of sys.env is a list; expected a string",
                "string.format(\"%d\", \"a\") | 1:25: argument 2 of string.format is a string; %d expected a whole number",
                "string.format(\"%z\", 1) | 1:19: argument 1 of string.format has the verb '%z', which is not supported",
                "string.format(\"%d\") | 1:19: argument 1 of string.format has the verb %d and no argument for it",
                "string.format(\"a\", 1) | 1:24: argument 2 of string.format is not used",
                "json_path(\"{}\", \"$..a\") | 1:21: argument 2 of json_path is not supported from '..a' on",
                "json_path(\"{\", \"a\") | 1:15: argument 1 of json_path is no JSON: expected a key",
                "encoding.from_yaml(\"a: 1\") | 1:5: the function encoding.from_yaml is not supported here",
                "base64_decode(\"YQ\") | 1:19: argument 1 of base64_decode is no base64",
                "\"x\" + local.file.x.content | 1:11: local.file.x.content is exported by another component",
            })
    void whatHasNoValueIsRefusedWithItsPlace(String written, String message) {
        assertThatThrownBy(() -> EVALUATOR.evaluate(expression(written)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void constantsAreThoseOfThisProcess() {
        assertThat(((Value.Text) EVALUATOR.evaluate(expression("constants.os"))).value())
                .isNotBlank();
        assertThat(Constants.os("Mac OS X")).isEqualTo("darwin");
        assertThat(Constants.os("Windows 11")).isEqualTo("windows");
        assertThat(Constants.arch("aarch64")).isEqualTo("arm64");
    }

    @Test
    void referencesCanBeResolved() {
        Evaluator resolving = EVALUATOR.resolving(reference -> switch (reference.path()) {
            case "local.file.x.content" -> new Value.Secret("s");
            case "argument.x.value" -> new Value.Fields(Map.of("y", new Value.Text("z")));
            default -> null;
        });
        assertThat(resolving.evaluate(expression("\"a\" + local.file.x.content")))
                .isEqualTo(new Value.Secret("as"))
                .hasToString("(secret)");
        assertThat(resolving.evaluate(expression("convert.nonsensitive(local.file.x.content)")))
                .isEqualTo(new Value.Text("s"));
        assertThat(resolving.evaluate(expression("argument.x.value.y"))).isEqualTo(new Value.Text("z"));
        assertThat(resolving.evaluate(expression("coalesce(\"\", loki.write.x.receiver)")))
                .hasToString("loki.write.x.receiver");
        assertThatThrownBy(() -> resolving.evaluate(expression("string.format(\"%s\", local.file.x.content)")))
                .hasMessageContaining("is a secret");
    }

    private static Expression expression(String written) {
        return ((Attribute) Parser.parse("a = " + written).get(0)).value();
    }
}
