package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The functions templates may call: those of Go, those of sprig's text map, and Alloy's own, which replace sprig's of the same name;
 * and those that are known but not supported, with the reason.
 */
final class Functions {

    private static final Map<String, Function> ALL = new HashMap<>();
    private static final Map<String, String> REFUSED = new HashMap<>();
    private static final Collection<String> NAMES;

    static {
        List<Function> all = new ArrayList<>(BuiltinFunctions.all());
        all.addAll(TextFunctions.all());
        all.addAll(CaseFunctions.all());
        all.addAll(NumberFunctions.all());
        all.addAll(ListFunctions.all());
        all.addAll(MapFunctions.all());
        all.addAll(DateFunctions.all());
        all.addAll(DefaultFunctions.all());
        all.addAll(EncodingFunctions.all());
        all.addAll(PathFunctions.all());
        all.addAll(RegexFunctions.all());
        all.addAll(AlloyFunctions.all());
        for (Function function : all) {
            ALL.put(function.name(), function);
        }
        refuse(
                "keys and certificates are not made in a template",
                "bcrypt htpasswd genPrivateKey derivePassword buildCustomCert genCA genCAWithKey genSelfSignedCert"
                        + " genSelfSignedCertWithKey genSignedCert genSignedCertWithKey encryptAES decryptAES");
        refuse("a rendering waits for no network", "getHostByName");
        refuse("versions are not compared", "semver semverCompare");
        refuse("URLs are not taken apart; use regexFind or stage.regex", "urlParse urlJoin");
        refuse("maps are not merged", "merge mergeOverwrite mustMerge mustMergeOverwrite deepCopy mustDeepCopy");
        refuse("there are no function values", "call");
        List<String> names = new ArrayList<>(ALL.keySet());
        names.add("and");
        names.add("or");
        // Sorted without regard to case, so that a suggestion does not depend on the order of a hash.
        Collection<String> sorted =
                new TreeSet<>(Comparator.comparing((String name) -> name.toLowerCase(java.util.Locale.ROOT))
                        .thenComparing(Comparator.naturalOrder()));
        sorted.addAll(names);
        NAMES = List.copyOf(sorted);
    }

    private Functions() {}

    static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /** Why a function of Go or sprig is not supported, {@code null} when it is, or is unknown. */
    static @Nullable String refusal(String name) {
        return REFUSED.get(name);
    }

    static Collection<String> names() {
        return NAMES;
    }

    private static void refuse(String reason, String names) {
        for (String name : names.split(" ")) {
            REFUSED.put(name, reason);
        }
    }
}
