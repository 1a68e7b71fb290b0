package care.convoy.console.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.LinkedHashSet;

/**
 * Who is connected. When no more may be, the one that has asked nothing for longest makes room: connections that never
 * say a whole request, however many and however slowly they talk, keep nobody out. A request that was heard as a whole
 * keeps its connection until it is answered, thus a feed keeps its own. Confined to the event loop.
 */
final class Connections {
    private final int limit;
    private final LinkedHashSet<HttpConnection> waiting = new LinkedHashSet<>();
    private int count;

    Connections(int limit) {
        this.limit = limit;
    }

    void opened(HttpConnection connection) {
        if (count >= limit && !makeRoom()) {
            connection.close();
            return;
        }
        count++;
        waiting.add(connection);
        connection.closeHandler(closed -> {
            count--;
            waiting.remove(connection);
        });
    }

    private boolean makeRoom() {
        Iterator<HttpConnection> longest = waiting.iterator();
        if (!longest.hasNext()) {
            return false;
        }
        HttpConnection evicted = longest.next();
        longest.remove();
        evicted.close();
        return true;
    }

    /** A request of it was read as a whole. */
    void heard(RoutingContext call) {
        HttpConnection connection = call.request().connection();
        waiting.remove(connection);
        call.addEndHandler(answered -> {
            if (answered.succeeded() && !call.response().closed()) {
                waiting.add(connection);
            }
        });
        call.next();
    }

    /** Its answer is put off: it may make room for another one meanwhile. */
    void putOff(HttpConnection connection) {
        waiting.add(connection);
    }

    /** The same where nothing else hears of the end. */
    void heard(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        waiting.remove(connection);
        request.response().endHandler(answered -> {
            if (!request.response().closed()) {
                waiting.add(connection);
            }
        });
    }
}
