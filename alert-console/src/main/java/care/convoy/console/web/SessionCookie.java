package care.convoy.console.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session's id: HttpOnly, SameSite=Strict, for this host only, gone with the browser. With HTTPS it
 * is Secure and bears the prefix {@code __Host-} (RFC 6265bis 4.1.3.2), which no other host and no plain page can set; over
 * plain HTTP browsers refuse that prefix, so there it has another name.
 */
record SessionCookie(boolean secure) {
    private String name() {
        return secure ? "__Host-convoy-session" : "convoy-session";
    }

    @Nullable
    String read(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name());
        return cookie == null ? null : cookie.getValue();
    }

    void write(HttpServerResponse response, String id) {
        response.addCookie(Cookie.cookie(name(), id)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT));
    }

    void clear(HttpServerResponse response) {
        response.addCookie(Cookie.cookie(name(), "")
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(0));
    }
}
