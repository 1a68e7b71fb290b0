package care.convoy.console.feed;

import care.convoy.console.UnknownDevices;
import care.convoy.console.session.Caller;
import care.convoy.console.wire.RecordJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the feed tells of unknown devices that called: at most {@value #SHOWN} of them and how many more there are; at once, then at most every {@value #PAUSE_MILLIS}
 * ms, however many call. Confined to the event loop but for {@link #changed}.
 */
final class UnknownCallsView {
    private static final int SHOWN = 50;
    private static final long PAUSE_MILLIS = 250;

    private final UnknownDevices unknown;
    private UnknownDevices.@Nullable Calls told;
    private boolean pausing;
    private boolean again;

    UnknownCallsView(UnknownDevices unknown) {
        this.unknown = unknown;
    }

    /** What to call on each change, from any thread. @param tell called on the loop */
    Runnable changed(FeedLoop loop, Runnable tell) {
        AtomicBoolean onItsWay = new AtomicBoolean();
        return () -> {
            if (onItsWay.compareAndSet(false, true)) {
                loop.run(() -> {
                    onItsWay.set(false);
                    due(loop, tell);
                });
            }
        };
    }

    private void due(FeedLoop loop, Runnable tell) {
        if (pausing) {
            again = true;
            return;
        }
        pausing = true;
        isOtherThanTold();
        tell.run();
        loop.after(PAUSE_MILLIS, () -> {
            pausing = false;
            if (again) {
                again = false;
                due(loop, tell);
            }
        });
    }

    /** Whether anything is to be told to who has just come. */
    boolean hasAny() {
        UnknownDevices.Calls now = unknown.calls();
        return !now.open().isEmpty() || now.beyond() > 0;
    }

    /** Whether it is not as it was when this was last asked: also who is registered meanwhile tells nobody. */
    boolean isOtherThanTold() {
        UnknownDevices.Calls now = unknown.calls();
        boolean other = !now.equals(told == null ? new UnknownDevices.Calls(java.util.List.of(), 0) : told);
        told = now;
        return other;
    }

    JsonObject json(Caller to) {
        UnknownDevices.Calls now = unknown.calls();
        JsonArray calls = new JsonArray();
        now.open().stream().limit(SHOWN).forEach(call -> calls.add(RecordJson.unknownCall(call, to::sees)));
        return new JsonObject().put("calls", calls).put("more", now.open().size() - calls.size() + now.beyond());
    }
}
