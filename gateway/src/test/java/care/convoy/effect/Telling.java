package care.convoy.effect;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.Fate;
import care.convoy.vault.Vault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A core on virtual time, the delivery under test, and devices that say what the test lets them say. */
final class Telling implements AlertLog {
    static final long START_MILLIS = 1_790_000_000_000L;
    static final DeviceId BAND = new DeviceId("band-1");
    static final OperatorId LI = new OperatorId("li");

    final DownlinkRouter router = new DownlinkRouter();
    final DeviceWords words;
    final List<Event> events = new ArrayList<>();
    final Map<DeviceId, Line> lines = new HashMap<>();
    private final AlertCore core = new AlertCore(CoreLimits.standard());
    private IntentDelivery delivery;
    private long nowMillis;
    private long positions;
    private long ids;
    boolean answers = true;

    /** One message down. */
    record Sent(long atMillis, Downlink downlink, long validMillis) {}

    /** A device's connection. @param answer what is said at once of each message */
    static final class Line implements DeviceSession {
        final List<Sent> sent = new ArrayList<>();
        final Telling scene;
        final DeviceId device;
        Fate answer;

        Line(Telling scene, DeviceId device, Fate answer) {
            this.scene = scene;
            this.device = device;
            this.answer = answer;
        }

        @Override
        public void deliver(Downlink downlink) {
            deliver(downlink, Long.MAX_VALUE);
        }

        @Override
        public void deliver(Downlink downlink, long validMillis) {
            sent.add(new Sent(scene.nowMillis, downlink, validMillis));
            scene.router.told(device, downlink.commandId(), answer);
        }

        @Override
        public void supersede() {
            // the newer one is registered already
        }

        void says(Downlink downlink, Fate fate) {
            scene.router.told(device, downlink.commandId(), fate);
        }

        List<Downlink> downlinks() {
            return sent.stream().map(Sent::downlink).toList();
        }
    }

    Telling(Path folder) {
        words = new DeviceWords(Vault.open(folder.resolve("key"), false));
        delivery = newDelivery();
        core.advance(coreMillis(), (event, after) -> {});
        delivery.intents(coreMillis(), List.of());
    }

    private IntentDelivery newDelivery() {
        IntentDelivery made = new IntentDelivery(router, new IntentWords(words), () -> nowMillis);
        router.hear(made);
        made.use(this);
        return made;
    }

    /** The gateway dies and starts again, without any connection. */
    void restartGateway() {
        lines.forEach(router::unregister);
        lines.clear();
        delivery = newDelivery();
        delivery.intents(coreMillis(), core.intents());
    }

    IntentDelivery delivery() {
        return delivery;
    }

    AlertCore core() {
        return core;
    }

    long nowMillis() {
        return nowMillis;
    }

    private long coreMillis() {
        return START_MILLIS + nowMillis;
    }

    Line connect(DeviceId device, Fate answer) {
        Line line = new Line(this, device, answer);
        lines.put(device, line);
        router.register(device, line);
        delivery.look();
        return line;
    }

    void disconnect(DeviceId device) {
        router.unregister(device, lines.remove(device));
    }

    /** Ten times a second the delivery looks, and the core is called when it asked to be. */
    void pass(double seconds) {
        long until = nowMillis + Math.round(seconds * 1_000);
        while (nowMillis < until) {
            nowMillis += 100;
            List<CommittedEvent> fired = new ArrayList<>();
            if (answers) {
                core.advance(
                        coreMillis(),
                        (event, after) ->
                                fired.add(new CommittedEvent(positions, fired.size(), core.nowMillis(), event, after)));
            }
            told(fired);
            delivery.look();
        }
    }

    Intent order(Intent.What what) {
        return order(BAND, what);
    }

    Intent order(DeviceId device, Intent.What what) {
        submit(new Command.Order(new CommandId(LI, new UUID(1, ++ids)), device, null, what));
        Intent made = List.copyOf(core.intents()).getLast();
        delivery.look();
        return made;
    }

    AlertId claim(Command.Signal press) {
        submit(press);
        AlertId alert = core.open().iterator().next().id();
        submit(new Command.Claim(new CommandId(LI, new UUID(1, ++ids)), alert, 99));
        delivery.look();
        return alert;
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        if (!answers) {
            return CompletableFuture.failedFuture(new Unavailable("no answer"));
        }
        positions++;
        List<CommittedEvent> said = new ArrayList<>();
        Outcome outcome = core.apply(
                coreMillis(),
                command,
                (event, after) -> said.add(new CommittedEvent(positions, said.size(), core.nowMillis(), event, after)));
        told(said);
        return CompletableFuture.completedFuture(new Receipt(positions, Receipt.Durability.COMMITTED, outcome));
    }

    private void told(List<CommittedEvent> said) {
        if (!said.isEmpty()) {
            said.forEach(each -> events.add(each.event()));
            delivery.committed(said);
        }
    }

    /** What became of an intent, in order. */
    List<Intent.State> moves(Intent intent) {
        List<Intent.State> moves = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.IntentMoved moved && moved.intent() == intent.id()) {
                moves.add(moved.to());
            } else if (event instanceof Event.DeviceIntentMoved moved && moved.intent() == intent.id()) {
                moves.add(moved.to());
            }
        }
        return moves;
    }

    @Override
    public Health health() {
        return Health.READY;
    }

    @Override
    public boolean leads() {
        return false;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
