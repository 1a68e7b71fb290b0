package care.convoy.sim;

import java.io.IOException;

/** Standard input as the sign that the parent process is gone or wants an end. */
final class StandardInput {
    private StandardInput() {}

    /** Calls back once, on a thread of its own, when standard input ends. What is written to it is ignored. */
    static void whenClosed(Runnable callback) {
        Thread.ofPlatform().daemon().name("standard-input").start(() -> {
            try {
                byte[] ignored = new byte[256];
                int read = 0;
                while (read >= 0) {
                    read = System.in.read(ignored);
                }
            } catch (IOException gone) {
                // as good as closed
            }
            callback.run();
        });
    }
}
