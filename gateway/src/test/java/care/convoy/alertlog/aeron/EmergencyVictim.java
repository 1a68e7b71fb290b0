package care.convoy.alertlog.aeron;

import care.convoy.alertlog.Receipt;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A process that presses, and prints each device whose press was acknowledged, until it is killed: {@code EmergencyVictim
 * DIRECTORY PORT_BASE PREFIX}. Its alert log stops again and again; the presses of meanwhile are acknowledged by the
 * emergency journal and brought to the log when it was started again.
 */
public final class EmergencyVictim {
    private static final int UNDER_WAY = 8;
    private static final int PACE_MILLIS = 5;
    private static final int EMERGENCY_PACE_MILLIS = 50;
    /** The log stops when so many presses of an emergency-free time were acknowledged. */
    private static final int BETWEEN_STOPS = 25;

    private EmergencyVictim() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        SafeguardedNode node = SafeguardedNode.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), new Heard(), what -> out.println("say " + what));
        if (!node.awaitLog(Duration.ofSeconds(60))) {
            throw new IOException("not ready");
        }
        Semaphore places = new Semaphore(UNDER_WAY);
        int since = 0;
        for (long number = 0; true; number++) {
            String device = arguments[2] + '-' + number;
            places.acquire();
            node.log()
                    .submit(Presses.withStepAfter(device, PowerVictim.STEP_AFTER_MILLIS))
                    .whenComplete((receipt, failure) -> {
                        places.release();
                        if (failure == null) {
                            boolean local = receipt.durability() == Receipt.Durability.LOCAL;
                            out.println("ack " + device + (local ? " LOCAL" : ""));
                        }
                    });
            since = node.log().degradedBecause() == null ? since + 1 : 0;
            if (since == BETWEEN_STOPS) {
                node.running().close();
            }
            // an emergency lasts some seconds; so paced, the trace of it stays short
            Thread.sleep(since == 0 ? EMERGENCY_PACE_MILLIS : PACE_MILLIS);
        }
    }
}
