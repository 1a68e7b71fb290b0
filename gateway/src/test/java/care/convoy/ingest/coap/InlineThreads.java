package care.convoy.ingest.coap;

import java.util.ArrayDeque;

/** Does at once, on the thread that asks for it, what threads would do; what is asked for meanwhile comes after it. */
final class InlineThreads extends CoapThreads {
    private final ThreadLocal<ArrayDeque<Runnable>> waiting = new ThreadLocal<>();

    InlineThreads() {
        super(1);
    }

    @Override
    public void execute(Runnable command) {
        ArrayDeque<Runnable> begun = waiting.get();
        if (begun != null) {
            begun.add(command);
            return;
        }
        ArrayDeque<Runnable> queue = new ArrayDeque<>();
        waiting.set(queue);
        try {
            for (Runnable next = command; next != null; next = queue.poll()) {
                next.run();
            }
        } finally {
            waiting.remove();
        }
    }
}
