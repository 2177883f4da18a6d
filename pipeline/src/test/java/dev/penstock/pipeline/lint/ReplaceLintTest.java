package dev.penstock.pipeline.lint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplaceLintTest {

    private static String replace(String expression, String replace) {
        return "stage.replace {\n  expression = `" + expression + "`\n  replace    = `" + replace + "`\n}\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            password=\\S+         # ***            # 2:16 # nothing is masked           # expression = `(password=\\S+)`
            (?:foo|bar)           # baz            # 2:16 # nothing is replaced         # expression = "((?:foo|bar))"
            (password=)(\\S+)     # $1***          # 3:16 # printed as it stands        # expression = `password=(\\S+)` and replace = "***"
            (password=)\\S+       # $1***          # 3:16 # printed as it stands        # expression = `password=(\\S+)` and replace = "***"
            id=(\\d+)             # <${1}>         # 3:16 # ${1} in replace             # replace = "<{{ .Value }}>"
            id=(\\d+)             # \\1            # 3:16 # \\1 in replace              # replace = "{{ .Value }}"
            (a+) (b+)             # $2             # 3:16 # printed as it stands        # {{ .Value }}
            (token=)(\\S+)        # ***            # 2:16 # more than once              # expression = `token=(\\S+)`
            (?i)(pwd=|pass=)(\\S+) # ***           # 2:16 # more than once              # expression = `(?i)(?:pwd=|pass=)(\\S+)`
            ("token"\\s*:\\s*")[^"]+ # "token":"***" # 2:16 # nothing is masked, the secret is shipped # expression = `"token"\\s*:\\s*"([^"]+)`
            """)
    void whatIsNotReplacedAsMeantIsFound(String expression, String replace, String place, String what, String remedy) {
        Found.one(replace(expression, replace), "Warning " + place, what, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            password=(\\S+)          # ***
            (password=\\S+)          # password=***
            (\\d+)-(\\d+)            # x
            (password=)(\\S+)        # {{ if eq .Value "password=" }}{{ .Value }}{{ else }}***{{ end }}
            (\\S+@\\S+)              # {{ regexReplaceAll "^(.).*$" .Value "$1***" }}
            price: (\\d+)            # $ 5
            """)
    void itsTwinIsNot(String expression, String replace) {
        Found.nothing(replace(expression, replace));
    }

    @Test
    void aValueThatIsReplacedMustBeRead() {
        String masked = """
                stage.json {
                  expressions = { msg = "" }
                }
                stage.replace {
                  source     = "msg"
                  expression = "token=(.+)"
                  replace    = "***"
                }
                """;
        Found.one(masked, "Warning 5:16", "nothing is masked", "stage.output { source = \"msg\" }");
        Found.nothing(masked + "stage.output {\n  source = \"msg\"\n}\n");
    }
}
