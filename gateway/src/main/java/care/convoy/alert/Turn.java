package care.convoy.alert;

/**
 * One call of the core: the core time at which everything in it happens, who hears of it, and what devices are told because
 * of it.
 */
record Turn(long nowMillis, EventSink sink, Intents intents) {}
