package dev.penstock.pipeline.template;

import java.util.List;

/** Alloy's own functions, which take the text first, as Go does; sprig's take it last. */
final class AlloyFunctions {

    private AlloyFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("ToLower string -> string", (run, a) -> Strings.lower(Args.text(a, 0))),
                Function.of("ToUpper string -> string", (run, a) -> Strings.upper(Args.text(a, 0))),
                Function.of(
                        "Replace string string string int -> string",
                        (run, a) -> Strings.replace(
                                run, Args.text(a, 0), Args.text(a, 1), Args.text(a, 2), Args.integer(a, 3))),
                Function.of(
                        "Trim string string -> string",
                        (run, a) -> Strings.trim(Args.text(a, 0), Args.text(a, 1), true, true)),
                Function.of(
                        "TrimLeft string string -> string",
                        (run, a) -> Strings.trim(Args.text(a, 0), Args.text(a, 1), true, false)),
                Function.of(
                        "TrimRight string string -> string",
                        (run, a) -> Strings.trim(Args.text(a, 0), Args.text(a, 1), false, true)),
                Function.of(
                        "TrimPrefix string string -> string",
                        (run, a) -> Strings.trimPrefix(Args.text(a, 0), Args.text(a, 1))),
                Function.of(
                        "TrimSuffix string string -> string",
                        (run, a) -> Strings.trimSuffix(Args.text(a, 0), Args.text(a, 1))),
                Function.of("TrimSpace string -> string", (run, a) -> Strings.trimSpace(Args.text(a, 0))),
                Function.of(
                        "Hash string string -> string",
                        (run, a) -> Digests.hex("SHA3-256", Args.text(a, 0) + Args.text(a, 1))),
                Function.of(
                        "Sha2Hash string string -> string",
                        (run, a) -> Digests.hex("SHA-256", Args.text(a, 0) + Args.text(a, 1))));
    }
}
