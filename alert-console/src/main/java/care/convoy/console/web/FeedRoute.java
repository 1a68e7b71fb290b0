package care.convoy.console.web;

import care.convoy.console.feed.Feed;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Opens a feed on a request. Confined to the event loop. */
final class FeedRoute {
    private final Feed feed;

    FeedRoute(Feed feed) {
        this.feed = feed;
    }

    void open(Call call) {
        HttpServerRequest request = call.context().request();
        HttpServerResponse response = call.context().response();
        String header = call.header("Last-Event-ID");
        String last = header != null && !header.isEmpty() ? header : call.query("lastEventId");
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                // a proxy that gathers would make an alarm late
                .putHeader("X-Accel-Buffering", "no");
        Optional<Runnable> gone = feed.open(
                call.caller(),
                last == null || last.isEmpty() ? null : last,
                response,
                () -> request.connection().close());
        if (gone.isEmpty()) {
            response.setChunked(false).headers().remove("Content-Type");
            call.problem(Problem.of(503, "feed-full", "Too many feeds are open; poll and try again.")
                    .with("retryAfter", 5));
            return;
        }
        Call.settle(call.context(), "done");
        response.closeHandler(closed -> gone.get().run());
        response.exceptionHandler(failure -> gone.get().run());
        response.endHandler(ended -> gone.get().run());
    }
}
