package care.convoy.console.stage;

import care.convoy.console.MachineApi;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Another system's interface that answers as a test says. Thread-safe. */
public final class StagedMachines implements MachineApi {
    private final AtomicReference<Answering> answering = new AtomicReference<>(
            exchange -> exchange.begin(204, java.util.Map.of()).close());

    /** How a request is answered. */
    @FunctionalInterface
    public interface Answering {
        void answer(Exchange exchange) throws IOException;
    }

    public void answering(Answering next) {
        answering.set(next);
    }

    @Override
    public List<String> paths() {
        return List.of("/machine");
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        answering.get().answer(exchange);
    }
}
