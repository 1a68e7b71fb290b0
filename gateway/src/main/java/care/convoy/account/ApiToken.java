package care.convoy.account;

/**
 * A token for the HTTP API, without the token itself: only its hash is ever kept.
 *
 * @param name 1 to 64 characters, unique
 * @param scopePrefix administrative code that limits what is seen; empty for the whole tree
 * @param sha256 of the token's characters, 64 lower-case hexadecimal digits
 */
public record ApiToken(String name, Role role, String scopePrefix, String sha256) {
    public ApiToken {
        if (name.isEmpty() || name.length() > 64) {
            throw new IllegalArgumentException("token name: 1 to 64 characters");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("token hash: 64 lower-case hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return "ApiToken[" + name + ", " + role + "]";
    }
}
