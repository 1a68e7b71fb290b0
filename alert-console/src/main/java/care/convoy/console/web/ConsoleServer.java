package care.convoy.console.web;

import care.convoy.console.ConsoleClock;
import care.convoy.console.ConsolePorts;
import care.convoy.console.feed.Feed;
import care.convoy.console.feed.FeedLoop;
import care.convoy.console.feed.FeedStats;
import care.convoy.console.session.Access;
import care.convoy.console.session.Hashing;
import care.convoy.console.session.Login;
import care.convoy.console.session.SessionFile;
import care.convoy.console.session.Sessions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.validation.ValidatorException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console: one HTTP server on one event loop, which owns the sessions, the feed and the picture of the open alerts.
 *
 * <p>{@link #start}, {@link #close}, {@link #endSessionsOf} and {@link #feedStats} may be called from any thread but the event loop. Bounds are
 * those of {@link ConsoleConfig}. Its failure is the console's alone: no alarm passes through it.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final long START_SECONDS = 30;

    private final ConsoleConfig config;
    private final ConsolePorts ports;
    private final ConsoleClock clock;
    private final Vertx vertx;
    private final Context context;
    private final Sessions sessions;
    private final Hashing hashing;
    private final Offload offload;
    private final @Nullable SessionFile sessionFile;
    private final Connections connections;
    private final @Nullable Handshakes handshakes;
    private int port;
    private volatile @Nullable HttpServer https;
    private volatile @Nullable Feed feed;

    private ConsoleServer(ConsoleConfig config, ConsolePorts ports, ConsoleClock clock) {
        this.config = config;
        this.ports = ports;
        this.connections = new Connections(config.connections());
        this.handshakes =
                config.https() == null ? null : new Handshakes(config.https().handshakes());
        this.clock = clock;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setPreferNativeTransport(true));
        this.context = vertx.getOrCreateContext();
        this.sessions = new Sessions(clock, config.sessions());
        this.sessionFile = config.sessionFile() == null ? null : new SessionFile(config.sessionFile(), sessions);
        this.hashing = new Hashing(config.hashing(), config.hashingWaiting());
        this.offload = new Offload(this::onLoop);
    }

    /**
     * Starts and listens.
     *
     * @throws IOException if the port is taken or the address is not ours; nothing runs then
     */
    public static ConsoleServer start(ConsoleConfig config, ConsolePorts ports) throws IOException {
        return start(config, ports, ConsoleClock.system());
    }

    /** As {@link #start(ConsoleConfig, ConsolePorts)}, by other clocks. */
    public static ConsoleServer start(ConsoleConfig config, ConsolePorts ports, ConsoleClock clock) throws IOException {
        ConsoleServer server = new ConsoleServer(config, ports, clock);
        if (server.sessionFile != null) {
            server.sessionFile.restore();
        }
        Promise<HttpServer> listening = Promise.promise();
        server.onLoop(() -> server.listen().onComplete(listening));
        try {
            server.port = await(listening.future()).actualPort();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private Future<HttpServer> listen() {
        return Contract.load(vertx).compose(contract -> {
            Access access = new Access(ports.users(), sessions);
            Feed made = new Feed(
                    new Feed.Parts(
                            ports.alerts(), ports.system(), ports.unknown(), access, sessions, clock, new Loop()),
                    config.feed());
            feed = made;
            Router router = router(contract, access, made);
            vertx.setPeriodic(1_000, timer -> {
                sessions.sweep();
                access.sweep();
                made.tick();
                if (sessionFile != null) {
                    sessionFile.tick(offload::elsewhere);
                }
            });
            Future<HttpServer> plain = listen(Listening.plain(config.bind(), config.port()), router);
            ConsoleConfig.Https secure = config.https();
            return secure == null
                    ? plain
                    : plain.compose(listening -> listenHttps(secure, router).map(listening));
        });
    }

    private Future<HttpServer> listen(HttpServerOptions options, Router router) {
        return vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(router)
                .listen();
    }

    private Future<HttpServer> listenHttps(ConsoleConfig.Https secure, Router router) {
        return listen(
                        Listening.secure(secure.bind(), secure.port(), secure, Objects.requireNonNull(handshakes)),
                        router)
                .onSuccess(listening -> https = listening);
    }

    private Router router(Contract contract, Access access, Feed made) {
        SessionCookie cookie = new SessionCookie(config.behindTls());
        Gate gate = new Gate(access, sessions, cookie, ports.audit(), clock);
        Headers headers = new Headers(config.behindTls());
        Pages pages = new Pages("webroot");
        Router router = Router.router(vertx);
        router.route().handler(headers::add);
        router.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route("/api/*").handler(connections::heard);
        MachineRoute machines = new MachineRoute(
                ports.machines(),
                new MachineRoute.Threads(
                        offload::elsewhere,
                        this::onLoop,
                        (task, millis) -> vertx.setTimer(millis, timer -> task.run())),
                config.behindTls());
        for (String path : ports.machines().paths()) {
            router.route(path + "/*").handler(connections::heard).handler(machines::serve);
        }
        router.route("/*").subRouter(contract.router(gate, handlers(cookie, made)));
        router.route("/api/*")
                .handler(call -> Call.answer(
                        call, contract.knows(call.normalizedPath()) ? Problem.WRONG_METHOD : Problem.NOT_FOUND));
        router.route().handler(pages::serve);
        router.route().failureHandler(ConsoleServer::failed);
        return router;
    }

    private Map<String, Consumer<Call>> handlers(SessionCookie cookie, Feed made) {
        Login login = new Login(ports.users(), hashing, clock, this::onLoop);
        SessionRoutes session = new SessionRoutes(new SessionRoutes.Parts(
                ports.users(), ports.commands(), login, sessions, cookie, made, offload, clock));
        CommandDesk desk = new CommandDesk(ports.commands(), offload);
        CommandRoutes command = new CommandRoutes(
                new CommandRoutes.Records(ports.alerts(), ports.residents(), ports.users()), made, offload, desk);
        DeviceRoutes device = new DeviceRoutes(ports.devices(), offload, desk, clock);
        ProvisioningRoutes provisioning = new ProvisioningRoutes(ports.provisioning(), offload);
        GrantRoutes grants = new GrantRoutes(ports.grants(), offload);
        RuleRoutes rules = new RuleRoutes(ports.rules(), ports.residents(), offload);
        RecordRoutes records = new RecordRoutes(ports, made, offload, clock);
        HealthRoutes health = new HealthRoutes(ports, made, offload, clock);
        WarningRoutes warnings = new WarningRoutes(ports.warnings(), offload);
        FeedRoute stream = new FeedRoute(made);
        UnknownRoutes unknown = new UnknownRoutes(ports.unknown());
        CarrierRoutes carrier = new CarrierRoutes(ports.carrier());
        return Map.ofEntries(
                Map.entry("getSession", session::get),
                Map.entry("login", session::login),
                Map.entry("logout", session::logout),
                Map.entry("changePassword", session::changePassword),
                Map.entry("listSessions", session::list),
                Map.entry("endSession", session::end),
                Map.entry("presence", session::presence),
                Map.entry("listAlerts", records::alerts),
                Map.entry("getAlert", records::alert),
                Map.entry("claimAlert", command::claim),
                Map.entry("renewAlert", command::renew),
                Map.entry("releaseAlert", command::release),
                Map.entry("noteAlert", command::note),
                Map.entry("resolveAlert", command::resolve),
                Map.entry("takeOverAlert", command::takeOver),
                Map.entry("deferAlert", command::defer),
                Map.entry("progressAlert", command::progress),
                Map.entry("dispatchAlert", command::dispatch),
                Map.entry("reopenAlert", command::reopen),
                Map.entry("closeAlert", command::close),
                Map.entry("getResident", records::resident),
                Map.entry("getVitals", records::vitals),
                Map.entry("getHealthChart", health::chart),
                Map.entry("getHealthWeek", health::week),
                Map.entry("getDeviceLatest", device::latest),
                Map.entry("listDeviceTests", device::tests),
                Map.entry("beginDeviceTest", device::beginTest),
                Map.entry("endDeviceTest", device::endTest),
                Map.entry("listDevices", provisioning::list),
                Map.entry("createDevice", provisioning::create),
                Map.entry("getDevice", provisioning::get),
                Map.entry("changeDevice", provisioning::change),
                Map.entry("closeDevice", provisioning::close),
                Map.entry("rotateSecret", provisioning::rotate),
                Map.entry("blockDevice", provisioning::block),
                Map.entry("unblockDevice", provisioning::unblock),
                Map.entry("getDeviceConnection", provisioning::way),
                Map.entry("adoptDevice", provisioning::adopt),
                Map.entry("forgetQuarantined", provisioning::forget),
                Map.entry("findResidents", provisioning::residents),
                Map.entry("getRules", rules::get),
                Map.entry("listRuleVersions", rules::versions),
                Map.entry("putRules", rules::put),
                Map.entry("dryRunRules", rules::tryOut),
                Map.entry("getPersonalRules", rules::getPersonal),
                Map.entry("listPersonalRuleVersions", rules::personalVersions),
                Map.entry("putPersonalRules", rules::putPersonal),
                Map.entry("orderForAlert", command::orderForAlert),
                Map.entry("orderForDevice", device::order),
                Map.entry("listDeviceOrders", device::orders),
                Map.entry("listGrants", grants::list),
                Map.entry("issueGrant", grants::issue),
                Map.entry("revokeGrant", grants::revoke),
                Map.entry("lookAtCarrier", carrier::list),
                Map.entry("answerForDemo", carrier::answer),
                Map.entry("dismissUnknownCall", unknown::dismiss),
                Map.entry("listTasks", records::tasks),
                Map.entry("listWarnings", warnings::list),
                Map.entry("getWarning", warnings::get),
                Map.entry("listQuarantine", records::quarantine),
                Map.entry("getSystem", records::system),
                Map.entry("feed", stream::open));
    }

    private static void failed(RoutingContext call) {
        Throwable failure = call.failure();
        if (failure instanceof ValidatorException invalid) {
            Call.answer(
                    call,
                    Problem.of(400, "bad-request", "The contract does not allow this request.")
                            .with("detail", invalid.getMessage()));
        } else if (call.statusCode() == 413) {
            Call.answer(call, Problem.of(413, "too-large", "At most " + MAX_BODY_BYTES + " bytes."));
        } else if (call.statusCode() == 400) {
            Call.answer(call, Problem.of(400, "bad-request", "The request cannot be read."));
        } else {
            LOG.error("console request failed", failure);
            Call.answer(call, Problem.INTERNAL);
        }
    }

    private void onLoop(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    private final class Loop implements FeedLoop {
        @Override
        public void run(Runnable task) {
            onLoop(task);
        }

        @Override
        public void after(long millis, Runnable task) {
            vertx.setTimer(millis, timer -> task.run());
        }
    }

    /** Where it listens for HTTPS; 0 if it does not. */
    public int httpsPort() {
        HttpServer secure = https;
        return secure == null ? 0 : secure.actualPort();
    }

    /** What became of TLS handshakes; null without HTTPS. */
    public @Nullable Handshakes handshakes() {
        return handshakes;
    }

    /** Uses this certificate for new connections; those that are open stay. Returns when it is so. */
    public void renew(X509KeyManager keys) {
        HttpServer secure = https;
        ConsoleConfig.Https first = config.https();
        if (secure != null && first != null) {
            secure.updateSSLOptions(Listening.renewed(first, keys))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Ends every session of a user, as when the user was disabled; returns when they are ended. */
    public void endSessionsOf(String login) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        onLoop(() -> {
            sessions.endAll(login, Sessions.EndReason.REVOKED);
            ended.complete(null);
        });
        ended.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the feed counted so far. */
    public FeedStats feedStats() {
        Feed made = feed;
        if (made == null) {
            throw new IllegalStateException("the console did not start");
        }
        CompletableFuture<FeedStats> stats = new CompletableFuture<>();
        onLoop(() -> stats.complete(made.stats()));
        return stats.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Ends every feed and stops listening. */
    @Override
    public void close() {
        Feed made = feed;
        if (made != null) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            onLoop(() -> {
                made.close();
                closed.complete(null);
            });
            closed.orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
        offload.close();
        hashing.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (sessionFile != null && made != null) {
            sessionFile.close();
        }
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("console: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("console: did not start within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("console: interrupted while starting", e);
        }
    }
}
