package care.convoy.canary;

import care.convoy.device.DeviceId;
import java.io.IOException;

/** One way in: logs in as the canary, presses the test button, waits for {@code received}. Blocking, at most 10 s. */
interface Probe {
    /** As {@code native} or {@code mqtt}. */
    String name();

    /** The device it plays. */
    DeviceId device();

    /** @throws IOException saying at which point it failed */
    void press() throws IOException, InterruptedException;
}
