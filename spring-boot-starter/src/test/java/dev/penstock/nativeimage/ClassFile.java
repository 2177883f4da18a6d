package dev.penstock.nativeimage;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a class file mentions: all there is in its constant pool. Source: The Java Virtual Machine Specification, 4.4.
 *
 * @param name the class, with dots
 * @param calls the methods that it calls or refers to
 * @param classes the classes that it mentions, with dots
 * @param strings its string constants
 */
record ClassFile(String name, Set<Call> calls, Set<String> classes, Set<String> strings) {

    /**
     * A method.
     *
     * @param owner its class, with dots
     * @param method its name
     */
    record Call(String owner, String method) implements Comparable<Call> {

        @Override
        public int compareTo(Call other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return owner + "." + method;
        }
    }

    static ClassFile read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        in.readInt(); // magic
        in.readInt(); // version
        int count = in.readUnsignedShort();
        int[] tags = new int[count];
        int[] first = new int[count];
        int[] second = new int[count];
        String[] texts = new String[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++; // These two take two places.
                }
                case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("unknown constant of kind " + tags[i]);
            }
        }
        in.readUnsignedShort(); // access flags
        String name = dotted(texts[first[in.readUnsignedShort()]]);

        Set<Call> calls = new TreeSet<>();
        Set<String> classes = new TreeSet<>();
        Set<String> strings = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            switch (tags[i]) {
                case 7 -> classes.add(dotted(texts[first[i]]));
                case 8 -> strings.add(texts[first[i]]);
                case 10, 11 -> calls.add(new Call(dotted(texts[first[first[i]]]), texts[first[second[i]]]));
                default -> {
                    // Of no interest here.
                }
            }
        }
        return new ClassFile(name, calls, classes, strings);
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }
}
