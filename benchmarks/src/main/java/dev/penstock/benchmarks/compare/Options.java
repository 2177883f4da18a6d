package dev.penstock.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the command line says: {@code --name value}, each at most once. */
final class Options {

    private final Map<String, String> values = new HashMap<>();

    Options(String[] args, Set<String> known) {
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || !known.contains(args[i].substring(2)) || i + 1 == args.length) {
                throw new IllegalArgumentException("'" + args[i] + "' is not accepted; accepted, each with a value: "
                        + known.stream().sorted().map(each -> "--" + each).collect(Collectors.joining(" ")));
            }
            values.put(args[i].substring(2), args[i + 1]);
        }
    }

    @Nullable String get(String name) {
        return values.get(name);
    }

    /** Whether README.md is to have the figures. */
    boolean writes() {
        return !"no".equals(values.get("write"));
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, String.valueOf(otherwise)));
    }

    List<String> list(String name, String otherwise) {
        return List.of(values.getOrDefault(name, otherwise).split(","));
    }

    /** The folder of this module. */
    Path benchmarks() {
        Path folder = Path.of(values.getOrDefault("benchmarks", "benchmarks"));
        if (!Files.exists(folder.resolve("contestants/pom.xml"))) {
            throw new IllegalArgumentException("benchmarks '" + folder
                    + "' has no contestants; accepted: the path of Penstock's folder benchmarks");
        }
        return folder;
    }

    /** Those that are asked for; of the default ones only those that are built. */
    List<Contestant> contestants(Path benchmarks, Stream<Contestant> byDefault) {
        String names = values.get("contestants");
        if (names == null) {
            return byDefault.filter(each -> each.isBuilt(benchmarks)).toList();
        }
        return List.of(names.split(",")).stream()
                .map(name -> named(name, benchmarks))
                .toList();
    }

    private static Contestant named(String name, Path benchmarks) {
        Contestant found = Contestant.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("contestant '" + name + "' is not known; accepted: "
                        + Contestant.ALL.stream().map(Contestant::name).collect(Collectors.joining(","))));
        if (!found.isBuilt(benchmarks)) {
            throw new IllegalArgumentException(
                    "contestant '" + name + "' is not built; ./mvnw -q -Pbenchmarks does it");
        }
        return found;
    }
}
