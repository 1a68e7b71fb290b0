package care.convoy.alert;

/** One call of the core: the core time at which everything in it happens, and who hears of it. */
record Turn(long nowMillis, EventSink sink) {}
