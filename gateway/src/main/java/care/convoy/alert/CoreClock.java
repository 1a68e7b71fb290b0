package care.convoy.alert;

/**
 * Core time: starts with the first callback and then moves by the difference of successive callback times. A callback
 * that is earlier than the one before moves it by nothing, so a clock that was set back delays nothing but its own jump,
 * and a clock that was wrong once does not stop the timers for as long as it was ahead.
 */
final class CoreClock {
    private boolean started;
    private long nowMillis;
    private long lastCallbackMillis;
    private long backwardJumps;
    private long lostMillis;

    CoreClock(CoreState.Clock state) {
        started = state.started();
        nowMillis = state.nowMillis();
        lastCallbackMillis = state.lastCallbackMillis();
        backwardJumps = state.backwardJumps();
        lostMillis = state.lostMillis();
    }

    long advance(long callbackMillis) {
        if (!started) {
            started = true;
            nowMillis = callbackMillis;
        } else if (callbackMillis >= lastCallbackMillis) {
            nowMillis += callbackMillis - lastCallbackMillis;
        } else {
            backwardJumps++;
            lostMillis += lastCallbackMillis - callbackMillis;
        }
        lastCallbackMillis = callbackMillis;
        return nowMillis;
    }

    long nowMillis() {
        return nowMillis;
    }

    CoreState.Clock export() {
        return new CoreState.Clock(started, nowMillis, lastCallbackMillis, backwardJumps, lostMillis);
    }
}
