package care.convoy.console.web;

import care.convoy.console.MachineApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a {@link MachineApi}: each request on a virtual thread of its own, at most {@value #MAX} at once, so that other systems
 * take nothing from the desk; full is 503 at once. What is written goes to the event loop in pieces of {@value #PIECE} bytes, the
 * next one when the client took the last: an answer needs that much memory, however long it is. {@link #serve} is confined to
 * the event loop.
 */
final class MachineRoute {
    private static final int MAX = 16;
    private static final int PIECE = 32 * 1024;
    private static final long STALLED_SECONDS = 30;
    private static final long BODY_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(MachineRoute.class);
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.\\[\\]:-]{1,255}");

    private final MachineApi api;
    private final Consumer<Runnable> elsewhere;
    private final Consumer<Runnable> loop;
    private final ObjLongConsumer<Runnable> after;
    private final boolean behindTls;
    private final Semaphore room = new Semaphore(MAX);

    /** The threads it uses. @param elsewhere runs a task on a virtual one @param after runs one on the loop that many milliseconds later */
    record Threads(Consumer<Runnable> elsewhere, Consumer<Runnable> loop, ObjLongConsumer<Runnable> after) {}

    /** @param behindTls a proxy ends TLS before us */
    MachineRoute(MachineApi api, Threads threads, boolean behindTls) {
        this.api = api;
        this.elsewhere = threads.elsewhere();
        this.loop = threads.loop();
        this.after = threads.after();
        this.behindTls = behindTls;
    }

    void serve(RoutingContext context) {
        if (!room.tryAcquire()) {
            Call.answer(
                    context,
                    Problem.of(503, "busy", "Too many other systems ask at once.")
                            .with("retryAfter", 1));
            return;
        }
        OverHttp exchange = new OverHttp(context.request());
        // a body is only taken when somebody who may send one is asked for it
        context.request().pause();
        try {
            elsewhere.accept(() -> {
                try {
                    api.answer(exchange);
                } catch (IOException gone) {
                    LOG.debug("client of a machine interface left: {}", gone.toString());
                } catch (RuntimeException broken) {
                    LOG.error("machine interface failed", broken);
                } finally {
                    room.release();
                    loop.accept(exchange::abandon);
                }
            });
        } catch (RuntimeException closing) {
            room.release();
            throw closing;
        }
    }

    /** What was asked is copied on the event loop; the answer goes back to it. */
    private final class OverHttp implements MachineApi.Exchange {
        private final HttpServerRequest request;
        private final String origin;
        private final String address;

        OverHttp(HttpServerRequest request) {
            this.request = request;
            HostAndPort authority = request.authority();
            String host = authority == null ? "localhost" : authority.toString();
            this.origin = (request.isSSL() || behindTls ? "https://" : "http://")
                    + (AUTHORITY.matcher(host).matches() ? host : "localhost");
            this.address = request.remoteAddress() == null
                    ? ""
                    : request.remoteAddress().hostAddress();
        }

        @Override
        public String method() {
            return request.method().name();
        }

        @Override
        public String path() {
            return request.path();
        }

        @Override
        public String query() {
            String query = request.query();
            return query == null ? "" : query;
        }

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public String origin() {
            return origin;
        }

        @Override
        public byte @Nullable [] body(int most) throws IOException {
            CompletableFuture<Buffer> read = new CompletableFuture<>();
            Buffer body = Buffer.buffer();
            loop.accept(() -> {
                if (request.isEnded()) {
                    read.complete(body);
                    return;
                }
                request.exceptionHandler(read::completeExceptionally);
                request.endHandler(_ -> read.complete(body));
                request.handler(part -> {
                    // what is beyond is thrown away
                    if (body.length() <= most) {
                        body.appendBuffer(part);
                    }
                    if (body.length() > most) {
                        read.complete(body);
                    }
                });
                request.resume();
            });
            try {
                Buffer whole = read.get(BODY_SECONDS, TimeUnit.SECONDS);
                return whole.length() > most ? null : whole.getBytes();
            } catch (ExecutionException failed) {
                throw new IOException("no whole body", failed.getCause());
            } catch (TimeoutException stalled) {
                throw new IOException("no whole body within " + BODY_SECONDS + " s", stalled);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException("stopping", stopping);
            }
        }

        @Override
        public OutputStream begin(int status, Map<String, String> headers) throws IOException {
            onLoop(done -> {
                request.response().setStatusCode(status);
                headers.forEach(request.response()::putHeader);
                done.complete(null);
            });
            return new Body(request.response());
        }

        /** What was not asked for is thrown away, so that the client comes to read the answer; not for ever. */
        private void discardBody() {
            if (!request.isEnded() && !request.response().closed()) {
                request.handler(_ -> {});
                request.resume();
                after.accept(
                        () -> {
                            if (!request.isEnded()) {
                                request.connection().close();
                            }
                        },
                        TimeUnit.SECONDS.toMillis(BODY_SECONDS));
            }
        }

        /** An answer that was not ended by now never will be; the client must not take it for whole. On the event loop. */
        void abandon() {
            discardBody();
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                if (response.headWritten()) {
                    request.connection().close();
                } else {
                    response.setStatusCode(500).end();
                }
            }
        }
    }

    private void onLoop(Consumer<CompletableFuture<@Nullable Void>> step) throws IOException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        loop.accept(() -> {
            try {
                step.accept(done);
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        try {
            done.get(STALLED_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("not sent", failed.getCause());
        } catch (TimeoutException stalled) {
            throw new IOException("the client took nothing for " + STALLED_SECONDS + " s", stalled);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", stopping);
        }
    }

    /** Not thread-safe. */
    private final class Body extends OutputStream {
        private final HttpServerResponse response;
        private final byte[] piece = new byte[PIECE];
        private int length;
        private boolean closed;

        Body(HttpServerResponse response) {
            this.response = response;
        }

        @Override
        public void write(int value) throws IOException {
            if (length == PIECE) {
                send();
            }
            piece[length++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int from = offset;
            int left = count;
            while (left > 0) {
                if (length == PIECE) {
                    send();
                }
                int part = Math.min(left, PIECE - length);
                System.arraycopy(bytes, from, piece, length, part);
                length += part;
                from += part;
                left -= part;
            }
        }

        private void send() throws IOException {
            Buffer buffer = Buffer.buffer(length).appendBytes(piece, 0, length);
            length = 0;
            onLoop(done -> {
                if (gone(done)) {
                    return;
                }
                if (!response.headWritten()) {
                    response.setChunked(true);
                }
                response.exceptionHandler(done::completeExceptionally);
                response.closeHandler(_ -> done.completeExceptionally(new IOException("closed")));
                response.write(buffer);
                if (response.writeQueueFull()) {
                    response.drainHandler(_ -> done.complete(null));
                } else {
                    done.complete(null);
                }
            });
        }

        private boolean gone(CompletableFuture<@Nullable Void> done) {
            if (response.closed()) {
                done.completeExceptionally(new IOException("closed"));
            }
            return response.closed();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            Buffer last = Buffer.buffer(length).appendBytes(piece, 0, length);
            onLoop(done -> {
                if (!gone(done)) {
                    response.end(last);
                    done.complete(null);
                }
            });
        }
    }
}
