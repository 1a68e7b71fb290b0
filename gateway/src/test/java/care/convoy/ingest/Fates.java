package care.convoy.ingest;

import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.List;

/** What connections say became of downlinks, as {@code device id FATE}; and who came, as {@code device there}. */
public final class Fates implements DownlinkRouter.Hearer {
    private final List<String> told = new ArrayList<>();

    public Fates(DownlinkRouter router) {
        router.hear(this);
    }

    @Override
    public synchronized void reachable(DeviceId device) {
        told.add(device + " there");
    }

    @Override
    public synchronized void told(DeviceId device, long commandId, Fate fate) {
        told.add(device + " " + commandId + " " + fate);
    }

    /** All since the last call, in order. */
    public synchronized List<String> taken() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }
}
