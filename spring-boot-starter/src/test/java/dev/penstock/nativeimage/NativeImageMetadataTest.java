package dev.penstock.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.joran.spi.DefaultClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginEntry;
import org.apache.logging.log4j.core.config.plugins.processor.PluginProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each jar tells native images of all that is looked up by name in it: by itself, by Logback and by Log4j2. */
class NativeImageMetadataTest {

    /** Why a reflective call works in a native image. */
    private enum Cover {
        /** The fields that it names are listed. */
        FIELDS,
        /** The files that it names are listed. */
        RESOURCES,
        /** The providers of the services that it names are listed. */
        SERVICES,
        /** The classes that it mentions are listed with all their setters. */
        SETTERS,
        /** What it looks for is another's to list, or it gets along without. */
        OTHERS
    }

    private static final Map<String, Cover> KNOWN = new TreeMap<>(Map.ofEntries(
            known(
                    "dev.penstock.journal.EventJournal",
                    "java.lang.invoke.MethodHandles$Lookup.findVarHandle",
                    Cover.FIELDS),
            known("dev.penstock.queue.CopyPool", "java.lang.invoke.MethodHandles$Lookup.findVarHandle", Cover.FIELDS),
            known("dev.penstock.queue.EventQueue", "java.lang.invoke.MethodHandles$Lookup.findVarHandle", Cover.FIELDS),
            // A file of the application's, which it lists itself.
            known(
                    "dev.penstock.settings.AgentConfigurations",
                    "java.lang.ClassLoader.getResourceAsStream",
                    Cover.OTHERS),
            known("dev.penstock.settings.AgentConfigurations", "java.util.ServiceLoader.load", Cover.SERVICES),
            known("dev.penstock.settings.PipelineSyntax", "java.util.ServiceLoader.load", Cover.SERVICES),
            known("dev.penstock.settings.RelabelSyntax", "java.util.ServiceLoader.load", Cover.SERVICES),
            known("dev.penstock.logback.ConverterChain", "java.lang.Class.getDeclaredField", Cover.FIELDS),
            // Of the application's enums: one whose toString is not found is formatted at once.
            known("dev.penstock.logback.Immutables", "java.lang.Class.getMethod", Cover.OTHERS),
            known("dev.penstock.logback.StatusWatch", "java.lang.Class.getMethods", Cover.SETTERS),
            known("dev.penstock.log4j2.OtherLoki", "java.lang.ClassLoader.getResources", Cover.RESOURCES),
            // The application's listener, which it lists itself; the README says so.
            known(
                    "dev.penstock.log4j2.AppenderSettings",
                    "org.apache.logging.log4j.core.util.Loader.newCheckedInstanceOf",
                    Cover.OTHERS),
            // Plugins are listed by the library that brings them; all that have Log4j's annotation processor do.
            known("dev.penstock.log4j2.OtherLoki", "java.lang.ClassLoader.loadClass", Cover.OTHERS),
            known(
                    "dev.penstock.log4j2.OtherLoki",
                    "org.apache.logging.log4j.core.config.plugins.util.PluginRegistry.loadFromPackage",
                    Cover.OTHERS),
            known(
                    "dev.penstock.log4j2.LokiElementVisitor",
                    "org.apache.logging.log4j.core.config.plugins.util.PluginBuilder.build",
                    Cover.OTHERS),
            known(
                    "dev.penstock.log4j2.PatternCheck",
                    "org.apache.logging.log4j.core.config.plugins.util.PluginManager.collectPlugins",
                    Cover.OTHERS),
            known("dev.penstock.prometheus.RegisteredCollectors", "java.lang.Class.getDeclaredField", Cover.FIELDS)));

    private static Map.Entry<String, Cover> known(String caller, String call, Cover cover) {
        return Map.entry(caller + " -> " + call, cover);
    }

    @ParameterizedTest
    @EnumSource
    void oldAndNewGraalVmsAreToldTheSame(Artifact artifact) throws IOException {
        Metadata metadata = Metadata.inOneFile(artifact.metadataDirectory());

        assertThat(metadata).isEqualTo(Metadata.inSeveralFiles(artifact.metadataDirectory()));
        assertThat(metadata.types().size() + metadata.resources().size()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsThereIsListed(Artifact artifact) throws Exception {
        for (Metadata metadata : artifact.metadata()) {
            for (Metadata.Type type : metadata.types()) {
                Class<?> actual = named(type.name());
                for (String field : type.fields()) {
                    assertThat(actual.getDeclaredField(field)).isNotNull();
                }
                assertThat(signatures(actual)).containsAll(type.methods());
                if (type.condition() != null) {
                    assertThat(named(type.condition())).isNotNull();
                }
            }
            assertThat(metadata.resources())
                    .allSatisfy(each -> assertThat(artifact.file(each)).exists());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReflectiveCallIsKnownAndCovered(Artifact artifact) throws Exception {
        for (ClassFile caller : artifact.classes()) {
            for (ClassFile.Call call : caller.calls()) {
                if (Reflection.isNeededBy(call)) {
                    String use = caller.name() + " -> " + call;
                    assertThat(KNOWN)
                            .as("a native image has what is looked up by name only if %s lists it", artifact)
                            .containsKey(use);
                    assertCovered(use, KNOWN.get(use), artifact, caller);
                }
            }
        }
    }

    @Test
    void nothingIsKnownThatIsGone() throws IOException {
        Set<String> uses = new TreeSet<>();
        for (Artifact artifact : Artifact.values()) {
            for (ClassFile caller : artifact.classes()) {
                caller.calls().stream()
                        .filter(Reflection::isNeededBy)
                        .forEach(call -> uses.add(caller.name() + " -> " + call));
            }
        }

        assertThat(uses).containsAll(KNOWN.keySet());
    }

    private static void assertCovered(String use, Cover cover, Artifact artifact, ClassFile caller) throws Exception {
        Set<String> found = switch (cover) {
            case FIELDS -> fieldsNamedIn(caller);
            case RESOURCES -> resourcesNamedIn(artifact, caller);
            case SERVICES -> providersNamedIn(caller);
            case SETTERS -> withSetters(caller);
            case OTHERS -> Set.of("");
        };
        assertThat(found).as("what %s looks for", use).isNotEmpty();
        if (cover != Cover.OTHERS) {
            assertThat(listed()).as("what is listed, for %s", use).containsAll(found);
        }
    }

    /**
     * Each field whose name is a constant in the class, of the classes that it mentions. Where several have a field of that
     * name, those that are listed will do, for only one of them is meant.
     */
    private static Set<String> fieldsNamedIn(ClassFile caller) throws ClassNotFoundException {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (String each : caller.classes()) {
            if (!each.startsWith("[") && !each.startsWith("java.")) {
                Arrays.stream(named(each).getDeclaredFields())
                        .filter(field -> caller.strings().contains(field.getName()))
                        .forEach(field -> owners.computeIfAbsent(field.getName(), name -> new TreeSet<>())
                                .add(each + " field " + field.getName()));
            }
        }
        Set<String> listed = listed();
        Set<String> fields = new TreeSet<>();
        for (Set<String> candidates : owners.values()) {
            fields.addAll(candidates);
            if (candidates.stream().anyMatch(listed::contains)) {
                fields.removeIf(each -> candidates.contains(each) && !listed.contains(each));
            }
        }
        return fields;
    }

    private static Set<String> resourcesNamedIn(Artifact artifact, ClassFile caller) {
        return caller.strings().stream()
                .filter(each -> !each.isEmpty() && !each.endsWith("/") && Files.isRegularFile(artifact.file(each)))
                .map(each -> "resource " + each)
                .collect(Collectors.toSet());
    }

    private static Set<String> providersNamedIn(ClassFile caller) throws IOException {
        Set<String> providers = new TreeSet<>();
        for (String service : caller.classes()) {
            String list = "META-INF/services/" + service;
            for (Artifact artifact : Artifact.values()) {
                if (Files.exists(artifact.file(list))) {
                    providers.add("resource " + list);
                    Files.readAllLines(artifact.file(list)).stream()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .forEach(provider -> providers.add(provider + " method <init>()"));
                }
            }
        }
        return providers;
    }

    private static Set<String> withSetters(ClassFile caller) throws ClassNotFoundException {
        Set<String> names = new TreeSet<>();
        for (String each : caller.classes()) {
            if (each.startsWith("dev.penstock.") && !setters(named(each)).isEmpty()) {
                names.add(each + " all public methods");
            }
        }
        return names;
    }

    /** Logback makes the appender and its elements by their constructors, and hands them their settings by their setters. */
    @Test
    void allThatLogbackConfiguresIsListed() throws Exception {
        Set<Class<?>> configured = new HashSet<>();
        Set<String> needed = new TreeSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(dev.penstock.logback.LokiAppender.class));
        while (!open.isEmpty()) {
            Class<?> each = open.pop();
            if (!configured.add(each)) {
                continue;
            }
            needed.add(each.getName() + " method <init>()");
            needed.add(each.getName() + " all public methods");
            for (Method setter : setters(each)) {
                Class<?> setting = setter.getParameterTypes()[0];
                DefaultClass byDefault = setter.getAnnotation(DefaultClass.class);
                if (byDefault != null) {
                    open.add(byDefault.value());
                }
                if (!setting.getName().startsWith("java.")) {
                    needed.add(setting.getName());
                    if (!setting.isInterface() && !Modifier.isAbstract(setting.getModifiers())) {
                        open.add(setting);
                    }
                }
            }
        }

        assertThat(configured).hasSizeGreaterThan(4);
        assertThat(listed()).containsAll(needed);
    }

    /** The setters of a class that are Penstock's own. */
    private static List<Method> setters(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().startsWith("set")
                        && method.getParameterCount() == 1
                        && method.getDeclaringClass().getName().startsWith("dev.penstock.")
                        && !method.getName().equals("setContext"))
                .toList();
    }

    /** Log4j makes plugins by their factories, and fills the factories' parameters by the visitors of their annotations. */
    @Test
    void allThatLog4jConfiguresIsListed() throws Exception {
        Set<String> needed = new TreeSet<>();
        for (PluginEntry plugin : plugins()) {
            List<Method> factories = Stream.of(named(plugin.getClassName()).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(PluginFactory.class))
                    .toList();
            assertThat(factories).hasSize(1);
            Method factory = factories.get(0);
            needed.add(plugin.getClassName() + " method " + signature(factory.getName(), factory.getParameterTypes()));
            Stream.of(factory.getParameterAnnotations())
                    .flatMap(Stream::of)
                    .map(each -> each.annotationType().getAnnotation(PluginVisitorStrategy.class))
                    .map(strategy -> strategy.value().getName())
                    .filter(visitor -> visitor.startsWith("dev.penstock."))
                    .forEach(visitor -> needed.add(visitor + " method <init>()"));
        }

        assertThat(needed).hasSizeGreaterThan(4);
        assertThat(listed()).containsAll(needed);
        assertThat(listed()).contains("resource " + PluginProcessor.PLUGIN_CACHE_FILE);
    }

    private static Collection<PluginEntry> plugins() throws IOException {
        PluginCache cache = new PluginCache();
        cache.loadCacheFiles(Collections.enumeration(List.of(Artifact.LOG4J2_APPENDER
                .file(PluginProcessor.PLUGIN_CACHE_FILE)
                .toUri()
                .toURL())));
        List<PluginEntry> plugins = new ArrayList<>();
        cache.getAllCategories().values().forEach(category -> plugins.addAll(category.values()));
        return plugins;
    }

    /** Snappy's native code throws by way of this method, and Snappy's own jar does not say so. */
    @Test
    void whatNativeCodeCallsIsListed() {
        assertThat(Artifact.CORE.metadata())
                .flatMap(Metadata::types)
                .filteredOn(Metadata.Type::jni)
                .singleElement()
                .satisfies(type -> {
                    assertThat(type.name()).isEqualTo("org.xerial.snappy.SnappyNative");
                    assertThat(type.methods()).containsExactly("throw_error(int)");
                });
    }

    @Test
    void aCallByReferenceIsSeen() throws IOException {
        record Refers() {
            Class<?> find(String name) throws ClassNotFoundException {
                Finder finder = Class::forName;
                return finder.find(name);
            }
        }
        try (InputStream bytes = Refers.class.getResourceAsStream("NativeImageMetadataTest$1Refers.class")) {
            assertThat(ClassFile.read(bytes).calls().stream().filter(Reflection::isNeededBy))
                    .containsExactly(new ClassFile.Call("java.lang.Class", "forName"));
        }
    }

    private interface Finder {
        Class<?> find(String name) throws ClassNotFoundException;
    }

    /** All that the jars list together, in words. */
    private static Set<String> listed() {
        Set<String> all = new TreeSet<>();
        for (Artifact artifact : Artifact.values()) {
            for (Metadata metadata : artifact.metadata()) {
                metadata.resources().forEach(each -> all.add("resource " + each));
                for (Metadata.Type type : metadata.types()) {
                    all.add(type.name());
                    type.fields().forEach(each -> all.add(type.name() + " field " + each));
                    type.methods().forEach(each -> all.add(type.name() + " method " + each));
                    if (type.allPublicMethods()) {
                        all.add(type.name() + " all public methods");
                    }
                }
            }
        }
        return all;
    }

    private static Set<String> signatures(Class<?> type) {
        Set<String> all = new TreeSet<>();
        Stream.of(type.getDeclaredConstructors())
                .forEach(each -> all.add(signature("<init>", each.getParameterTypes())));
        Stream.of(type.getDeclaredMethods())
                .forEach(each -> all.add(signature(each.getName(), each.getParameterTypes())));
        return all;
    }

    private static String signature(String name, Class<?>[] parameters) {
        return name + Stream.of(parameters).map(Class::getName).collect(Collectors.joining(",", "(", ")"));
    }

    private static Class<?> named(String name) throws ClassNotFoundException {
        return Class.forName(name, false, NativeImageMetadataTest.class.getClassLoader());
    }
}
