package dev.penstock.pipeline.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line is a template, an arrow and what Go renders with the functions of sprig and Alloy. */
class TemplateFunctionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ToLower .Value }}{{ ToUpper \"straße\" }} => hello worldSTRAßE",
                "{{ Replace .Value \"l\" \"L\" 2 }} {{ Replace .Value \"l\" \"\" -1 }} => HeLLo World Heo Word",
                "{{ Replace \"ab\" \"\" \"-\" -1 }} {{ Replace \"ab\" \"\" \"-\" 2 }} => -a-b- -a-b",
                "{{ Trim \"xxaxx\" \"x\" }} {{ TrimLeft \"xax\" \"x\" }} {{ TrimRight \"xax\" \"x\" }} => a ax xa",
                "{{ TrimPrefix \"abc\" \"a\" }} {{ TrimSuffix \"abc\" \"bc\" }} {{ TrimSpace \" \\t a \\n\" }} => bc a a",
                "{{ regexReplaceAll \"(\\\\w+)@(\\\\w+)\" \"me@host\" \"${2}.$1\" }} => host.me",
                "{{ regexReplaceAll `a(x*)b` `-ab-axxb-` `${1}W` }} {{ regexReplaceAll `a(x*)b` `-ab-axxb-` `$1W` }} => -W-xxW- ---",
                "{{ regexReplaceAll `x*` `abc` `-` }} => -a-b-c-",
                "{{ regexReplaceAll `a` `a` `$$1 $` }} => $1 $",
                "{{ regexReplaceAllLiteral `a(x*)b` `-ab-` `$1` }} => -$1-",
                "{{ .Value | mustRegexReplaceAll `o` `oo` }} => Hello WorldHello World",
                "{{ regexMatch `^H.*d$` .Value }} {{ regexMatch .level .Value }} => true false",
                "{{ regexFind `[0-9]+` `ab12c3` }}{{ regexFind `x` `a` }} => 12",
                "{{ regexFindAll `[2,4,6,8]` `123456789` -1 }} {{ regexFindAll `[2,4,6,8]` `123456789` 2 }} => [2 4 6 8] [2 4]",
                "{{ regexSplit `z+` `pizza` -1 }} {{ regexSplit `a` `banana` 2 | join `,` }} => [pi a] b,nana",
                "{{ regexQuoteMeta `1.2$` }} => 1\\.2\\$",
                "{{ Hash \"salt\" \"x\" | len }} => 64",
                "{{ trim \" a \" }}{{ trimAll \"$\" \"$5$\" }}{{ trimSuffix \"-\" \"a-\" }}{{ trimPrefix \"-\" \"-a\" }} => a5aa",
                "{{ lower \"AB\" }}{{ upper \"ab\" }} {{ title \"hello wORLD a-b_c\" }} {{ untitle \"Hello World\" }}"
                        + " => abAB Hello WORLD A-B_c hello world",
                "{{ repeat 3 \"ab\" }}{{ \"x\" | repeat 0 }} => ababab",
                "{{ substr 0 5 .Value }} {{ substr -1 3 .Value }} {{ substr 6 -1 .Value }} => Hello Hel World",
                "{{ substr 0 (len .level) .Value }} {{ substr 1 (int (sub 4 1)) .Value }} => Hell el",
                "{{ nospace \"a b\\tc\" }} {{ trunc 5 .Value }} {{ trunc -5 .Value }} {{ trunc 50 .Value }}"
                        + " => abc Hello World Hello World",
                "{{ abbrev 5 \"hello world\" }} {{ abbrevboth 5 10 \"1234 5678 9123\" }} {{ abbrev 3 \"hello\" }}"
                        + " => he... ...5678... hello",
                "{{ initials \"First Try\" }} => FT",
                "{{ wrap 5 \"hello wide world\" }} {{ wrapWith 4 \"|\" \"Hello World\" }} => hello\\nwide\\nworld Hell|o|Worl|d",
                "{{ contains \"cat\" \"catch\" }} {{ hasPrefix \"ca\" \"catch\" }} {{ hasSuffix \"x\" \"catch\" }} => true true false",
                "{{ quote \"a\\\"b\" 1 nil \"c\" }} {{ squote \"it's\" }} => \"a\\\"b\" \"1\" \"c\" 'it's'",
                "{{ cat \"a\" 1 nil \"b\" }} => a 1 b",
                "{{ indent 2 \"a\\nb\" }}|{{ nindent 1 \"a\" }} =>   a\\n  b|\\n a",
                "{{ replace \" \" \"-\" .Value }} {{ \"a b\" | replace \" \" \"_\" }} => Hello-World a_b",
                "{{ plural \"one\" \"many\" 1 }} {{ len \"ab\" | plural \"one\" \"many\" }} => one many",
                "{{ snakecase \"FirstName\" }} {{ snakecase \"HTTPStatusCode\" }} {{ snakecase \"http2xx\" }} {{ snakecase \"GO_PATH\" }}"
                        + " => first_name http_status_code http_2xx go_path",
                "{{ snakecase \"Bld4Floor\" }} {{ snakecase \"someName2\" }} {{ kebabcase \"HTTPServer\" }} {{ kebabcase \"a b\" }}"
                        + " => bld4_floor some_name2 http-server a-b",
                "{{ camelcase \"http_server\" }} {{ camelcase \"GOLANG_IS_GREAT\" }} {{ camelcase \"_complex__case_\" }}"
                        + " => HttpServer GolangIsGreat _Complex_Case_",
                "{{ swapcase \"This Is A.Test\" }} => tHIS iS a.tEST",
                "{{ sha1sum \"Hello world!\" }} => d3486ae9136e7856bc42212385ea797094475802",
                "{{ sha256sum \"Hello world!\" }} => c0535e4be2b79ffd93291305436bf889314e4a3faec05ecffcbb7df31ad9e51a",
                "{{ adler32sum \"Hello world!\" }} => 487130206",
                "{{ toString 1.5 }}{{ toString .none }}{{ toString true }} => 1.5<nil>true",
                "{{ default \"x\" .none }} {{ .empty | default \"y\" }} {{ .level | default \"z\" }} {{ default 0 \"\" }} => x y warn 0",
                "{{ empty .none }} {{ empty 0 }} {{ empty .level }} {{ coalesce .none .empty .level }} => true true false warn",
                "{{ ternary \"a\" \"b\" true }} {{ eq .level \"x\" | ternary \"a\" \"b\" }} => a b",
                "{{ all 1 .level }} {{ all 1 .none }} {{ any .none 1 }} {{ any }} => true false true false",
                "{{ splitList \"-\" \"a-b\" }} {{ splitList \"\" \"éa\" | join \",\" }} {{ splitn \"-\" 2 \"a-b-c\" }}"
                        + " => [a b] é,a map[_0:a _1:b-c]",
                "{{ join \",\" (list 1 \"a\" nil true) }} {{ join \",\" \"x\" }} {{ sortAlpha (list \"b\" \"a\") }} => 1,a,true x [a b]",
                "{{ first (list 1 2) }} {{ last (list 1 2) }} {{ rest (list 1 2 3) }} {{ initial (list 1 2 3) }} => 1 2 [2 3] [1 2]",
                "{{ reverse (list 1 2) }} {{ uniq (list 1 1 2) }} {{ has 2 (list 1 2) }} {{ without (list 1 2 3) 2 }}"
                        + " => [2 1] [1 2] true [1 3]",
                "{{ slice (list 1 2 3) 1 }} {{ append (list 1) 2 }} {{ prepend (list 1) 0 }} {{ concat (list 1) (list 2) }}"
                        + " => [2 3] [1 2] [0 1] [1 2]",
                "{{ compact (list 1 0 \"\" \"a\") }} {{ chunk 2 (list 1 2 3) }} => [1 a] [[1 2] [3]]",
                "{{ $d := dict \"a\" 1 \"b\" }}{{ get $d \"a\" }}{{ hasKey $d \"c\" }}{{ keys $d }}{{ values $d }} => 1false[a b][1 ]",
                "{{ $d := dict \"a\" 1 }}{{ $_ := set $d \"b\" 2 }}{{ $d }}{{ omit $d \"a\" }}{{ pick $d \"a\" }} => map[a:1 b:2]map[b:2]map[a:1]",
                "{{ dig \"a\" \"b\" \"no\" (dict \"a\" (dict \"b\" 1)) }} {{ dig \"x\" \"no\" (dict) }} {{ pluck \"a\" (dict \"a\" 1) }} => 1 no [1]",
                "{{ int \"12.7\" }} {{ int \"010\" }} {{ int \"x\" }} {{ int 3.9 }} {{ int true }} {{ int \"0x10\" }} => 12 8 0 3 1 16",
                "{{ int64 \"5\" | typeOf }} {{ float64 \"1.50\" }} {{ atoi \"42\" }} {{ atoi \"x\" }} {{ toDecimal \"777\" }} => int64 1.5 42 0 511",
                "{{ add 1 \"2\" 3 }} {{ add1 4 }} {{ sub 5 \"2\" }} {{ mul 2 3 4 }} {{ div 7 2 }} {{ mod 7 3 }} {{ div -7 2 }}"
                        + " => 6 5 3 24 3 1 -3",
                "{{ addf 0.1 0.2 }} {{ subf 7.5 2 3 }} {{ mulf 1.5 2 }} {{ divf 10 4 }} {{ divf 1 3 }} {{ add1f 1.5 }}"
                        + " => 0.3 2.5 3 2.5 0.3333333333333333 2.5",
                "{{ divf .status 1000 }} {{ mulf .status 1000 }} {{ printf \"%.2f\" (divf .status 7) }} => 0.503 503000 71.86",
                "{{ max 1 \"3\" 2 }} {{ min 1 3 }} {{ maxf 1 2.5 }} {{ minf 1.5 3 }} => 3 1 2.5 1.5",
                "{{ floor 1.9 }} {{ ceil 1.1 }} {{ round 123.5555 3 }} {{ round 123.5555 3 0.6 }} {{ round -1.5 0 }} => 1 2 123.556 123.555 -2",
                "{{ until 3 }} {{ until -2 }} {{ untilStep 0 6 2 }} {{ seq 3 }} {{ seq 0 2 6 }} {{ seq 2 -1 }} {{ seq 0 -2 -5 }}"
                        + " => [0 1 2] [0 -1] [0 2 4] 1 2 3 0 2 4 6 2 1 0 -1 0 -2 -4",
                "{{ b64enc \"hé\" }} {{ b64dec \"aMOp\" }} {{ b32enc \"hi\" }} {{ b32dec \"NBUQ====\" }} => aMOp hé NBUQ==== hi",
                "{{ b64dec \"a*b=\" }} => illegal base64 data at input byte 1",
                "{{ toJson (dict \"b\" (list 1 1.5 nil true) \"a\" \"<\\\"\") }} => {\"a\":\"\\u003c\\\"\",\"b\":[1,1.5,null,true]}",
                "{{ toRawJson \"<a>\" }} {{ toJson 1e21 }} {{ toJson 0.0000001 }} => \"<a>\" 1e+21 1e-7",
                "{{ toPrettyJson (dict \"a\" (list 1)) }} => {\\n  \"a\": [\\n    1\\n  ]\\n}",
                "{{ (fromJson `{\"a\":{\"b\":[1,\"x\"]}}`).a.b }} {{ fromJson `{` }} => [1 x] <no value>",
                "{{ typeOf .level }} {{ typeOf 1 }} {{ typeOf 1.5 }} {{ typeOf (list) }} {{ typeOf (dict) }} {{ typeOf nil }}"
                        + " => string int float64 []interface {} map[string]interface {} <nil>",
                "{{ kindOf (list) }} {{ kindOf . }} {{ kindIs \"string\" .level }} {{ typeIs \"int\" 1 }} {{ kindOf nil }}"
                        + " => slice map true true invalid",
                "{{ deepEqual (list 1 2) (list 1 2) }} {{ deepEqual 1 (int64 1) }} => true false",
                "{{ randAlphaNum 8 | len }} {{ randNumeric 0 }} {{ randAlpha 3 | len }} {{ uuidv4 | len }} {{ shuffle \"ab\" | len }} => 8  3 36 2",
                "{{ env \"PENSTOCK_NO_SUCH\" }}{{ expandenv \"a$PENSTOCK_NO_SUCH-${PENSTOCK_NO_SUCH}b\" }} => a-b",
                "{{ duration \"95\" }} {{ duration \"3600\" }} {{ duration 5 }} => 1m35s 1h0m0s 0s",
                "{{ base \"/a/b.log\" }} {{ dir \"/a/b.log\" }} {{ ext \"/a/b.log\" }} {{ clean \"a/../b//c\" }} {{ isAbs \"a\" }}"
                        + " => b.log /a .log b/c false",
                "{{ html \"<a href='x'>&\" }} {{ js \"it's <b>\" }} {{ urlquery \"a b&c=~*\" }}"
                        + " => &lt;a href=&#39;x&#39;&gt;&amp; it\\'s \\u003Cb\\u003E a+b%26c%3D~%2A",
                "{{ print \"a\" 1 2 \"b\" 3 }} {{ println \"a\" 1 }} => a1 2b3 a 1\\n",
                "{{ len \"é\" }} {{ index \"abc\" 1 }} {{ index (dict \"a\" (list 1 2)) \"a\" 1 }} => 2 98 2"
            })
    void rendersAsGo(String line) {
        TemplateConstructsTest.check(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ printf \"%s|%5s|%-5s|%.2s|%q|%x|%X|% x\" \"abc\" \"abc\" \"abc\" \"abc\" \"abc\" \"abc\" \"abc\" \"abc\" }}"
                        + " => abc|  abc|abc  |ab|\"abc\"|616263|616263|61 62 63",
                "{{ printf \"%d|%5d|%-5d|%05d|%+d|%x|%X|%o|%b|%c|%U|%#x|% d\" 42 42 42 -42 42 42 42 42 42 42 42 42 42 }}"
                        + " => 42|   42|42   |-0042|+42|2a|2A|52|101010|*|U+002A|0x2a| 42",
                "{{ printf \"%f|%.2f|%8.3f|%05.2f|%e|%g|%G|%+.1f|%-8.2f|\" 3.14159 3.14159 3.14159 3.14159 1234.5 1e-7 1e21 2.0 1.0 }}"
                        + " => 3.141590|3.14|   3.142|03.14|1.234500e+03|1e-07|1E+21|+2.0|1.00    |",
                "{{ printf \"%v %v %v %v %v\" 1 \"a\" true (list 1 \"b\") (dict \"k\" nil) }} => 1 a true [1 b] map[k:<nil>]",
                "{{ printf \"%t %T %T %%\" true 1 \"a\" }} => true int string %",
                "{{ printf \"%d\" \"x\" }} {{ printf \"%s\" 5 }} {{ printf \"%d\" 1.5 }} {{ printf \"%s\" nil }}"
                        + " => %!d(string=x) %!s(int=5) %!d(float64=1.5) %!s(<nil>)",
                "{{ printf \"%d\" }} {{ printf \"x\" 1 \"a\" }} {{ printf \"%\" }} {{ printf \"%z\" 1 }}"
                        + " => %!d(MISSING) x%!(EXTRA int=1, string=a) %!(NOVERB) %!z(int=1)",
                "{{ printf \"%[2]s %[1]s\" \"a\" \"b\" }} {{ printf \"%[3]s\" \"a\" }} {{ printf \"%*d\" 5 1 }} {{ printf \"%.*f\" 1 2.55 }}"
                        + " => b a %!s(BADINDEX)     1 2.5",
                "{{ printf \"%q\" (list \"a\" \"b\") }} {{ printf \"%#v\" (list \"a\" 1) }} {{ printf \"%05s\" \"ab\" }}"
                        + " => [\"a\" \"b\"] []interface {}{\"a\", 1} 000ab",
                "{{ printf \"%6.2f%%\" (mulf 12.345 1) }} {{ printf \"%.3g\" 1234.5678 }} {{ printf \"%.10g\" 1234.5 }} =>  12.35% 1.23e+03 1234.5",
                "{{ printf \"%s\" .none }} {{ printf \"%-10s|\" .level }} => %!s(<nil>) warn      |"
            })
    void printfIsGos(String line) {
        TemplateConstructsTest.check(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ dateInZone `2006-01-02T15:04:05Z07:00` 1700000000 `UTC` }} => 2023-11-14T22:13:20Z",
                "{{ date_in_zone `Jan _2 15:04 MST` 1700000000 `America/New_York` }} => Nov 14 17:13 EST",
                "{{ dateInZone `2006 Unix` (int64 `0`) `No/Such` }} => 1970 Unix",
                "{{ dateInZone `02.01.06 15h` (toDate `2006-01-02T15:04:05Z07:00` `2024-03-01T01:30:00+02:00`) `UTC` }}"
                        + " => 29.02.24 23h",
                "{{ toDate `2006-01-02 15:04:05 -0700` `2024-02-29 23:30:00 +0930` }} => 2024-02-29 23:30:00 +0930 +0930",
                "{{ toDate `2006-01-02` `no` }} => 0001-01-01 00:00:00 +0000 UTC",
                "{{ mustToDate `2006-01-02T15:04:05Z07:00` `2024-02-29T23:30:00Z` | unixEpoch }} => 1709249400",
                "{{ toDate `2006-01-02 MST` `2024-02-29 UTC` | dateModify `-1.5h` | unixEpoch }} => 1709159400",
                "{{ toDate `2006-01-02 MST` `2024-02-29 UTC` | dateModify `tomorrow` | unixEpoch }} => 1709164800",
                "{{ dateInZone `15:04` (toDate `15:04` `12:30`) `Local` }} => 12:30",
                "{{ toJson (mustToDate `2006-01-02 15:04:05 MST` `2024-02-29 23:30:00.25 UTC`) }} => \"2024-02-29T23:30:00.25Z\"",
                "{{ printf `%v|%s|%T` (toDate `MST` `UTC`) (toDate `2006 MST` `2024 UTC`) now }}"
                        + " => 0000-01-01 00:00:00 +0000 UTC|2024-01-01 00:00:00 +0000 UTC|time.Time",
                "{{ htmlDateInZone 86400 `UTC` }} {{ len (date `2006-01-02` now) }} {{ len (htmlDate `any text`) }} => 1970-01-02 10 10",
                "{{ kindOf now }} {{ typeOf now }}{{ if now }} x{{ end }} {{ gt (now | unixEpoch) `17` }} => struct time.Time x true",
                "{{ ago now }} {{ durationRound `2h10m5s` }} {{ durationRound `2400h` }} {{ durationRound 5 }} => 0s 2h 3mo 0s",
                "{{ durationRound now }} {{ durationRound (toDate `2006 MST` `1600 UTC`) }} => 0s 292y"
            })
    void timesAreThoseOfGo(String line) {
        TemplateConstructsTest.check(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ mustToDate `2006-01-02` .Value }} | \"x\" is no time in the layout \"2006-01-02\"",
                "{{ now + mustDateModify `tomorrow` }} | \"tomorrow\" is no duration",
                "{{ date `2006` 9223372036854775807 }} | out of range",
                "{{ $t := now }}{{ $t.Unix }} | methods of times such as Unix are not supported",
            })
    void whatIsNoTimeFails(String template, String problem) {
        GoTemplate parsed = GoTemplate.parse(template.replace(" + ", " | "));
        assertThatThrownBy(() -> parsed.render(MapData.of(Map.of("Value", "x"))))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void theExampleOfSha2HashHasItsKnownValue() {
        GoTemplate template = GoTemplate.parse("{{ Sha2Hash .Value \"salt\" }} {{ Hash \"\" \"\" }}");
        assertThat(template.render(MapData.of(Map.of("Value", "this is PII data"))))
                .startsWith("5526fd6f")
                .contains("9376f2 ")
                .endsWith("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    }

    @Test
    void saltAndValueChangePlacesInAPipeline() {
        TemplateData data = MapData.of(Map.of("Value", "v"));
        assertThat(GoTemplate.parse("{{ .Value | Sha2Hash \"s\" }}").render(data))
                .isEqualTo(Digests.hex("SHA-256", "sv"));
        assertThat(GoTemplate.parse("{{ Sha2Hash .Value \"s\" }}").render(data))
                .isEqualTo(Digests.hex("SHA-256", "vs"));
    }

    @Test
    void numbersOfTheDataKeepTheirType() {
        TemplateData data = MapData.of(Map.of("d", 1500000.0, "i", 7L, "b", true));
        assertThat(GoTemplate.parse("{{ .d }} {{ .i }} {{ .b }} {{ if .b }}x{{ end }} {{ gt .d 2.5 }}")
                        .render(data))
                .isEqualTo("1.5e+06 7 true x true");
    }

    @Test
    void settingTheDotChangesOnlyThisRendering() {
        GoTemplate template = GoTemplate.parse("{{ .a }}{{ $_ := set . \"a\" \"2\" }}{{ .a }}");
        TemplateData data = MapData.of(Map.of("a", "1"));
        assertThat(template.render(data)).isEqualTo("12");
        assertThat(template.render(data)).isEqualTo("12");
    }
}
