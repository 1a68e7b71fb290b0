package care.convoy.console.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session's id: HttpOnly, SameSite=Strict, for this host only, gone with the browser. With HTTPS it
 * is Secure and bears the prefix {@code __Host-} (RFC 6265bis 4.1.3.2), which no other host and no plain page can set; over
 * plain HTTP browsers refuse that prefix, so there it has another name.
 *
 * @param behindTls a proxy ends TLS, so that plain requests come from HTTPS pages too
 */
record SessionCookie(boolean behindTls) {
    private boolean secure(HttpServerRequest request) {
        return behindTls || request.isSSL();
    }

    private static String name(boolean secure) {
        return secure ? "__Host-convoy-session" : "convoy-session";
    }

    @Nullable
    String read(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name(secure(request)));
        return cookie == null ? null : cookie.getValue();
    }

    void write(HttpServerRequest request, String id) {
        boolean secure = secure(request);
        request.response()
                .addCookie(Cookie.cookie(name(secure), id)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT));
    }

    void clear(HttpServerRequest request) {
        boolean secure = secure(request);
        request.response()
                .addCookie(Cookie.cookie(name(secure), "")
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT)
                        .setMaxAge(0));
    }
}
