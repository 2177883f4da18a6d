package dev.penstock.settings;

/** Loki's and Mimir's rule for tenant names. Source: grafana/dskit, tenant/tenant.go. */
public final class TenantId {

    /** What a tenant may look like, for error messages. */
    public static final String ACCEPTED = "1 to 150 characters out of a-z A-Z 0-9 ! - _ . * ' ( )";

    private TenantId() {}

    /**
     * Whether a backend takes the name.
     *
     * @param name any text
     * @return true for a legal tenant name
     */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > 150 || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!-_.*'()".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
