package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only a device that can be told to call is told so; of any other it is known at once that it cannot. */
class DownlinkRouterTest {
    private static final DeviceId DEVICE = new DeviceId("band-1");

    private final DownlinkRouter router = new DownlinkRouter();
    private final List<String> heard = new ArrayList<>();

    /** A connection that notes what goes down. */
    private final class Session implements DeviceSession {
        private final boolean callsBack;

        Session(boolean callsBack) {
            this.callsBack = callsBack;
        }

        @Override
        public void deliver(Downlink downlink) {
            heard.add("down " + downlink.commandId());
        }

        @Override
        public boolean callsBack() {
            return callsBack;
        }

        @Override
        public void supersede() {
            // there is nothing to close
        }
    }

    DownlinkRouterTest() {
        router.hear(new DownlinkRouter.Hearer() {
            @Override
            public void reachable(DeviceId device) {
                // not looked at here
            }

            @Override
            public void told(DeviceId device, long commandId, Fate fate) {
                heard.add(fate + " " + commandId);
            }
        });
    }

    @Test
    void whoCannotCallBackIsNotTold() {
        router.register(DEVICE, new Session(false));

        assertThat(router.send(DEVICE, new Downlink.CallBack(1))).isTrue();
        assertThat(router.send(DEVICE, new Downlink.CallBack(2), 1_000)).isTrue();
        assertThat(router.send(DEVICE, new Downlink.Ring(3))).isTrue();

        assertThat(heard).containsExactly("UNSUPPORTED 1", "UNSUPPORTED 2", "down 3");
    }

    @Test
    void whoCanIsTold() {
        router.register(DEVICE, new Session(true));

        assertThat(router.send(DEVICE, new Downlink.CallBack(1))).isTrue();
        assertThat(router.send(DEVICE, new Downlink.CallBack(2), 1_000)).isTrue();

        assertThat(heard).containsExactly("down 1", "down 2");
    }

    @Test
    void nobodyIsToldWhoIsNotThere() {
        assertThat(router.send(DEVICE, new Downlink.CallBack(1))).isFalse();
        assertThat(heard).isEmpty();
    }
}
