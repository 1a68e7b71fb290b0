package care.convoy.console.web;

import care.convoy.console.Audit;
import care.convoy.console.ConsoleClock;
import care.convoy.console.session.Access;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Sessions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes before it is even validated: who are you, did your own page send this, may your role do that.
 * Nothing passes that is not allowed by name. Confined to the event loop.
 */
final class Gate {
    /** Any page of another origin cannot send it without asking first, and it is never allowed to. */
    static final String OWN_PAGE = "X-Convoy-Console";

    private static final String BEARER = "Bearer ";
    private static final Set<String> WITH_ONE_TIME_PASSWORD = Set.of("getSession", "logout", "changePassword");
    /** What an open desk does by itself, with nobody before it: the session goes idle all the same. */
    private static final Set<String> PASSIVE = Set.of(
            "presence",
            "feed",
            "listAlerts",
            "getAlert",
            "getDeviceLatest",
            "listDeviceOrders",
            "getVitals",
            "listDeviceTests",
            "listTasks",
            "listWarnings",
            "getSystem",
            "listQuarantine");

    private static final Set<String> AUDITED = Set.of(
            "login",
            "logout",
            "changePassword",
            "endSession",
            "getAlert",
            "claimAlert",
            "releaseAlert",
            "noteAlert",
            "resolveAlert",
            "takeOverAlert",
            "deferAlert",
            "progressAlert",
            "dispatchAlert",
            "reopenAlert",
            "closeAlert",
            "beginDeviceTest",
            "endDeviceTest",
            "createDevice",
            "changeDevice",
            "closeDevice",
            "rotateSecret",
            "blockDevice",
            "unblockDevice",
            "adoptDevice",
            "forgetQuarantined",
            "issueGrant",
            "revokeGrant",
            "putRules",
            "dryRunRules",
            "getPersonalRules",
            "listPersonalRuleVersions",
            "putPersonalRules",
            "orderForAlert",
            "orderForDevice",
            "getResident",
            "getVitals",
            "getHealthChart",
            "getHealthWeek",
            "getDeviceLatest");

    private final Access access;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Audit audit;
    private final ConsoleClock clock;

    Gate(Access access, Sessions sessions, SessionCookie cookie, Audit audit, ConsoleClock clock) {
        this.access = access;
        this.sessions = sessions;
        this.cookie = cookie;
        this.audit = audit;
        this.clock = clock;
    }

    /** Lets the request on to the next handler, or answers it. */
    void check(RoutingContext context, String operation) {
        Consumer<String> record = outcome -> record(context, operation, outcome);
        context.put(Call.RECORD, record);
        context.addEndHandler(ended -> Call.settle(context, "cut-off"));
        Problem refusal = operation.equals("login") ? loginRefusal(context) : refusal(context, operation);
        if (refusal != null) {
            Call.answer(context, refusal);
        } else {
            context.next();
        }
    }

    private @Nullable Problem loginRefusal(RoutingContext context) {
        return isForeign(context.request()) ? Problem.CROSS_SITE : null;
    }

    private @Nullable Problem refusal(RoutingContext context, String operation) {
        String authorization = context.request().getHeader("Authorization");
        Optional<Caller> found = authorization != null ? byToken(authorization) : byCookie(context);
        if (found.isEmpty()) {
            return Problem.NOT_LOGGED_IN;
        }
        Caller caller = found.get();
        context.put(Call.CALLER, caller);
        if (caller.session() != null) {
            if (!isRead(context.request()) && !fromOwnPage(context.request())) {
                return Problem.CROSS_SITE;
            }
            if (caller.user().oneTimePassword() && !WITH_ONE_TIME_PASSWORD.contains(operation)) {
                return Problem.CHANGE_PASSWORD;
            }
            if (!PASSIVE.contains(operation)) {
                sessions.active(caller.session());
            }
        }
        return caller.may(operation) ? null : Problem.FORBIDDEN;
    }

    private Optional<Caller> byToken(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? access.byToken(authorization.substring(BEARER.length()).strip()) : Optional.empty();
    }

    private Optional<Caller> byCookie(RoutingContext context) {
        String id = cookie.read(context.request());
        return id == null ? Optional.empty() : access.bySession(id);
    }

    private static boolean isRead(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    }

    /** Browsers say where a request comes from, and pages cannot forge it. */
    private static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null || !authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean fromOwnPage(HttpServerRequest request) {
        boolean vouched =
                request.getHeader(OWN_PAGE) != null || "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        return vouched && !isForeign(request);
    }

    private void record(RoutingContext context, String operation, String outcome) {
        boolean denied = Set.of("forbidden", "cross-site").contains(outcome);
        if (!denied && !AUDITED.contains(operation)) {
            return;
        }
        Caller caller = context.get(Call.CALLER);
        String user = caller == null ? "" : caller.user().login();
        String subject = context.get(Call.SUBJECT);
        audit.record(new Audit.Entry(
                clock.now(), user, Call.address(context), operation, subject == null ? "" : subject, outcome));
    }
}
