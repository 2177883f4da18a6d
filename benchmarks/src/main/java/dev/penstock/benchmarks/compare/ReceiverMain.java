package dev.penstock.benchmarks.compare;

/**
 * The receiver's JVM. It obeys words on its standard input: {@code last} (when the last body came), {@code clear},
 * {@code down}, {@code up}, {@code report <events>}.
 */
public final class ReceiverMain {

    private static final long MOST_IN_MEMORY = 2L << 30;

    private ReceiverMain() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args none
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        Lines parent = new Lines();
        try (BodyStore store = new BodyStore(
                        Math.min(MOST_IN_MEMORY, Runtime.getRuntime().maxMemory() / 2));
                CapturingServer server = new CapturingServer(store)) {
            server.up();
            Lines.say("port " + server.port());
            while (true) {
                String[] words = parent.next().split(" ", 2);
                switch (words[0]) {
                    case "last" -> Lines.say("last " + store.lastArrived());
                    case "clear" -> {
                        store.clear();
                        Lines.say("cleared");
                    }
                    case "down" -> {
                        server.down();
                        Lines.say("down");
                    }
                    case "up" -> {
                        server.up();
                        Lines.say("up");
                    }
                    case "report" -> report(store, Integer.parseInt(words[1]));
                    default -> throw new IllegalArgumentException("'" + words[0] + "' is not known");
                }
            }
        }
    }

    private static void report(BodyStore store, int events) throws Exception {
        Tally tally = new Tally(events, true);
        store.readAll((body, bytes) -> {
            tally.request(body.length());
            BodyDecoder.decode(body, bytes, line -> tally.line(line, body.arrived()));
        });
        tally.figures().forEach((name, value) -> Lines.say("figure " + name + " " + value));
        Lines.say("done");
    }
}
