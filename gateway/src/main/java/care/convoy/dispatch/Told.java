package care.convoy.dispatch;

/** Since when something is known, and from whom. @param atMillis epoch milliseconds */
public record Told(long atMillis, Agent agent) {
    static Told by(Agent.Kind kind, String id, long atMillis) {
        return new Told(atMillis, new Agent(kind, id));
    }
}
