package care.convoy.console.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The routes of {@code openapi.yaml}: each operation passes the gate, then the contract's validation, then reaches its
 * handler. An operation without a handler keeps the console from starting.
 */
final class Contract {
    private static final String JSON = "application/json";
    private static final String PLANNED = "x-convoy-planned";
    private static final Problem NO_JSON = Problem.of(400, "bad-request", "Bodies are " + JSON + ".");

    private final Vertx vertx;
    private final OpenAPIContract contract;
    private final RequestValidator validator;
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();

    private Contract(Vertx vertx, OpenAPIContract contract) {
        this.vertx = vertx;
        this.contract = contract;
        this.validator = RequestValidator.create(vertx, contract);
    }

    static Future<Contract> load(Vertx vertx) {
        return OpenAPIContract.from(vertx, requests()).map(contract -> new Contract(vertx, contract));
    }

    /**
     * The contract's requests. Answers are left out: they are not validated here, and Vert.x 5.0.10 refuses a contract
     * that names the media types of problems (application/problem+json) and of the feed (text/event-stream). Security is
     * left out: the gate does it, and Vert.x would want a provider of its own even where it is switched off. What is only
     * planned is left out, so that it is answered as what is not there.
     */
    private static JsonObject requests() {
        JsonObject contract = yaml();
        dropPlanned(contract.getJsonObject("paths"));
        for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                JsonObject stripped = (JsonObject) operation.getValue();
                stripped.remove("security");
                stripped.put("responses", new JsonObject().put("default", new JsonObject().put("description", "")));
            }
        }
        contract.remove("security");
        contract.getJsonObject("components").remove("responses");
        contract.getJsonObject("components").remove("securitySchemes");
        return contract;
    }

    private static void dropPlanned(JsonObject paths) {
        for (String path : List.copyOf(paths.fieldNames())) {
            JsonObject operations = paths.getJsonObject(path);
            for (String method : List.copyOf(operations.fieldNames())) {
                if (operations.getJsonObject(method).getBoolean(PLANNED, false)) {
                    operations.remove(method);
                }
            }
            if (operations.isEmpty()) {
                paths.remove(path);
            }
        }
    }

    private static JsonObject yaml() {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not on the class path");
            }
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            // written out and read back, so that every object is a value of its own: YAML's anchors share them
            return new JsonObject(new JsonObject(tree).encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an operation has this path, with whatever method. */
    boolean knows(String path) {
        return contract.findPath(path) != null;
    }

    Router router(Gate gate, Map<String, Consumer<Call>> handlers) {
        RouterBuilder builder = RouterBuilder.create(vertx, contract);
        for (OpenAPIRoute route : builder.getRoutes()) {
            Operation operation = route.getOperation();
            Consumer<Call> handler = handlers.get(operation.getOperationId());
            if (handler == null) {
                throw new IllegalStateException("no handler for the operation " + operation.getOperationId());
            }
            // the gate comes first: what an unknown caller sends is not even looked at
            route.setDoValidation(false)
                    .addHandler(context -> gate.check(context, operation.getOperationId()))
                    .addHandler(context -> validate(context, operation, handler));
        }
        return builder.createRouter();
    }

    private void validate(RoutingContext context, Operation operation, Consumer<Call> handler) {
        if (hasForeignBody(context.request())) {
            Call.answer(context, NO_JSON);
            return;
        }
        extractor
                .extractValidatableRequest(context, operation)
                .compose(request -> validator.validate(request, operation.getOperationId()))
                .onSuccess(valid -> {
                    Call call = new Call(context, valid);
                    call.guard(() -> handler.accept(call));
                })
                .onFailure(context::fail);
    }

    /** A form where a body may be left out would pass for none. */
    private static boolean hasForeignBody(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String length = request.getHeader("Content-Length");
        boolean hasBody = length == null ? request.getHeader("Transfer-Encoding") != null : !length.equals("0");
        return hasBody && type != null && !type.regionMatches(true, 0, JSON, 0, JSON.length());
    }
}
