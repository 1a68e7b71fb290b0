package care.convoy.console.web;

import care.convoy.console.session.Caller;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One validated request of a known caller, and its answer. Confined to the event loop. */
final class Call {
    static final String CALLER = "convoy.caller";
    static final String RECORD = "convoy.record";
    static final String SUBJECT = "convoy.subject";

    private final RoutingContext context;
    private final ValidatedRequest request;

    Call(RoutingContext context, ValidatedRequest request) {
        this.context = context;
        this.request = request;
        String id = parameter(request.getPathParameters(), "id");
        if (id != null) {
            context.put(SUBJECT, id);
        }
    }

    /** What it is about, for the audit; where the path does not say so. */
    void subject(String id) {
        context.put(SUBJECT, id);
    }

    RoutingContext context() {
        return context;
    }

    /** Who asks; every operation but login has one. */
    Caller caller() {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("an operation without a caller asked for it");
        }
        return caller;
    }

    String address() {
        return address(context);
    }

    static String address(RoutingContext context) {
        return context.request().remoteAddress() == null
                ? ""
                : context.request().remoteAddress().hostAddress();
    }

    /** The path parameter {@code id}. */
    String id() {
        return path("id");
    }

    String path(String name) {
        String value = parameter(request.getPathParameters(), name);
        if (value == null) {
            throw new IllegalStateException("the contract has no path parameter " + name);
        }
        return value;
    }

    @Nullable
    String query(String name) {
        return parameter(request.getQuery(), name);
    }

    int query(String name, int otherwise) {
        RequestParameter value = request.getQuery().get(name);
        return value == null || value.isNull() ? otherwise : value.getInteger();
    }

    @Nullable
    String header(String name) {
        return context.request().getHeader(name);
    }

    /** The body; empty if none was sent. */
    JsonObject body() {
        RequestParameter body = request.getBody();
        return body == null || !body.isJsonObject() ? new JsonObject() : body.getJsonObject();
    }

    private static @Nullable String parameter(Map<String, RequestParameter> parameters, String name) {
        RequestParameter value = parameters.get(name);
        return value == null || value.isNull() ? null : value.getString();
    }

    void ok(JsonObject json) {
        settle(context, "done");
        if (!context.response().ended()) {
            context.response().putHeader("Content-Type", "application/json").end(json.toBuffer());
        }
    }

    /** Runs a part of the handler; if it fails the caller gets 500 at once instead of waiting for ever. */
    void guard(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    void noContent() {
        settle(context, "done");
        context.response().setStatusCode(204).end();
    }

    void problem(Problem problem) {
        answer(context, problem);
    }

    /** Records how the request went, once, and before anybody is told. */
    static void settle(RoutingContext context, String outcome) {
        Consumer<String> record = context.remove(RECORD);
        if (record != null) {
            record.accept(outcome);
        }
    }

    /** Answers any request with a problem. */
    static void answer(RoutingContext context, Problem problem) {
        settle(context, problem.name());
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        Integer retryAfter = problem.more().getInteger("retryAfter");
        if (retryAfter != null) {
            context.response().putHeader("Retry-After", retryAfter.toString());
        }
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"convoy\"");
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.json().toBuffer());
    }
}
