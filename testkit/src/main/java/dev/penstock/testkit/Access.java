package dev.penstock.testkit;

import dev.penstock.testkit.http.Exchange;
import dev.penstock.testkit.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and as which tenant.
 *
 * @param multiTenant whether the tenant header counts and must be there
 * @param authorization what the Authorization header has to be, null for nothing in particular
 */
record Access(boolean multiTenant, @Nullable String authorization) {

    private static final String SINGLE_TENANT = "fake";
    private static final int MOST_CHARACTERS = 150;

    /** Why a request is turned away, if it is. */
    Optional<Reply> refusal(Exchange exchange) {
        if (authorization != null && !matches(authorization, exchange.header("Authorization"))) {
            return Optional.of(Reply.text(401, "Unauthorized\n"));
        }
        if (!multiTenant) {
            return Optional.empty();
        }
        String tenant = tenantOf(exchange);
        if (tenant.isEmpty()) {
            return Optional.of(Reply.text(401, "no org id\n"));
        }
        if (tenant.length() > MOST_CHARACTERS) {
            return Optional.of(Reply.text(400, "tenant ID is too long: max 150 characters\n"));
        }
        if (tenant.equals(".") || tenant.equals("..")) {
            return Optional.of(Reply.text(400, "tenant ID is '.' or '..'\n"));
        }
        // The rule of dskit's tenant.ValidTenantID.
        return tenant.chars()
                .filter(c -> !Character.isLetterOrDigit(c) && "!-_.*'()".indexOf(c) < 0 || c > 0x7F)
                .mapToObj(c -> Reply.text(
                        400, "tenant ID '" + tenant + "' contains unsupported character '" + (char) c + "'\n"))
                .findFirst();
    }

    /** The tenant of a request, empty when there should be one and is not. */
    String tenantOf(Exchange exchange) {
        if (!multiTenant) {
            return SINGLE_TENANT;
        }
        String header = exchange.header("X-Scope-OrgID");
        return header == null ? "" : header;
    }

    private static boolean matches(String wanted, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Access[multiTenant=" + multiTenant + ", authorization=" + (authorization == null ? "none" : "<hidden>")
                + "]";
    }
}
