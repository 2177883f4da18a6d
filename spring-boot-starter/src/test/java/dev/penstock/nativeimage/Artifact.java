package dev.penstock.nativeimage;

import dev.penstock.LogShipper;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.pipeline.relabel.AlloyRelabelSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A jar of ours that is part of applications; in the build, it may be a folder still. */
enum Artifact {
    CORE("penstock-core", LogShipper.class),
    PIPELINE("penstock-pipeline", AlloyRelabelSyntax.class),
    LOGBACK_APPENDER("penstock-logback-appender", dev.penstock.logback.LokiAppender.class),
    LOG4J2_APPENDER("penstock-log4j2-appender", dev.penstock.log4j2.LokiAppender.class),
    MICROMETER_BRIDGE("penstock-micrometer-bridge", RemoteWriteMeterRegistry.class);

    private final String id;
    private final Path root;

    Artifact(String id, Class<?> member) {
        this.id = id;
        this.root = root(member);
    }

    private static Path root(Class<?> member) {
        try {
            Path path = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(path)) {
                return path;
            }
            FileSystem jar = FileSystems.newFileSystem(path); // Open as long as the tests run.
            return jar.getPath("/");
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file in it, which need not be there. */
    Path file(String name) {
        return root.resolve(name);
    }

    /** Where GraalVM looks for its metadata. */
    Path metadataDirectory() {
        return file("META-INF/native-image/dev.penstock/" + id);
    }

    /** What it says of itself, be it written by hand or by Log4j's annotation processor. */
    List<Metadata> metadata() {
        try {
            List<Metadata> all = new ArrayList<>();
            all.add(Metadata.inSeveralFiles(metadataDirectory()));
            all.add(Metadata.inSeveralFiles(file("META-INF/native-image/log4j-generated/dev.penstock/" + id)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ClassFile> classes() throws IOException {
        List<ClassFile> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                if (each.toString().endsWith(".class")) {
                    try (InputStream bytes = Files.newInputStream(each)) {
                        classes.add(ClassFile.read(bytes));
                    }
                }
            }
        }
        return classes;
    }
}
