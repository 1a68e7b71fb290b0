package care.convoy.account;

/**
 * A token for the HTTP API, without the token itself: only its hash is ever stored.
 *
 * @param name 1 to 64 characters, unique
 * @param scopePrefix administrative code that limits what is seen; empty for the whole tree
 */
public record ApiToken(String name, Role role, String scopePrefix, boolean revoked) {}
