package dev.penstock.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong just now, by whom it was reported. Thread-safe. */
public final class Troubles {

    private final Map<String, Health> bySource = new ConcurrentHashMap<>();

    /** Nothing is wrong. */
    public Troubles() {}

    /**
     * Reports that something is wrong.
     *
     * @param source who reports it; one trouble of each is remembered
     * @param trouble what is wrong
     */
    public void on(String source, Health trouble) {
        bySource.put(source, trouble);
    }

    /**
     * Reports that all is well.
     *
     * @param source who reports it
     */
    public void off(String source) {
        bySource.remove(source);
    }

    /**
     * The worst of all troubles.
     *
     * @return {@link Health#UP} when there is none
     */
    public Health worst() {
        Health worst = Health.UP;
        for (Health each : bySource.values()) {
            if (each.status().compareTo(worst.status()) > 0) {
                worst = each;
            }
        }
        return worst;
    }
}
