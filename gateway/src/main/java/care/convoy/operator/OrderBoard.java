package care.convoy.operator;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.console.Devices;
import care.convoy.device.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered of devices and what became of it, as this node heard it from the log. Written by the alert log's service
 * thread, read by any. Words and numbers are not kept.
 *
 * <p>Of a device the last {@value #OF_A_DEVICE}: of one more the oldest that has ended is forgotten, for of those that are
 * pending a device has fewer. Of at most {@value #DEVICES} devices and {@value #ORDERS} orders: of one more, all of the device
 * whose last order is the oldest are forgotten.
 *
 * <p>A start knows what is pending; what had ended before is in the history only. Of one that was pending before the log was
 * away and is not any more, the end was not heard: it is forgotten.
 */
public final class OrderBoard implements CommittedListener {
    static final int OF_A_DEVICE = 20;
    private static final int DEVICES = 50_000;
    private static final int ORDERS = 100_000;

    private final int mostDevices;
    private final int mostOrders;
    /** By id, which rises; the device that was ordered from last comes last. Guarded by this. */
    private final LinkedHashMap<DeviceId, TreeMap<Long, Standing>> byDevice = new LinkedHashMap<>();

    private int size;

    /** @param stateAtMillis 0 if it was not heard */
    private record Standing(
            Intent.Kind kind,
            @Nullable OperatorId by,
            boolean ofCase,
            long untilMillis,
            Intent.State state,
            long stateAtMillis) {
        long atMillis() {
            return untilMillis - kind.lastsMillis();
        }

        Standing moved(Intent.State to, long atMillis) {
            return new Standing(kind, by, ofCase, untilMillis, to, atMillis);
        }
    }

    public OrderBoard() {
        this(DEVICES, ORDERS);
    }

    OrderBoard(int mostDevices, int mostOrders) {
        this.mostDevices = mostDevices;
        this.mostOrders = mostOrders;
    }

    @Override
    public synchronized void intents(long coreMillis, Collection<Intent> pending) {
        Map<Long, Standing> sent = forgetPending();
        for (Intent intent : pending) {
            Standing known = sent.get(intent.id());
            if (known != null && intent.sent()) {
                add(intent, known.state(), known.stateAtMillis());
            } else {
                add(intent, intent.sent() ? Intent.State.SENT : Intent.State.PENDING, 0);
            }
        }
    }

    /** Those of them that were sent, by id. */
    private Map<Long, Standing> forgetPending() {
        Map<Long, Standing> sent = new TreeMap<>();
        for (TreeMap<Long, Standing> orders : byDevice.values()) {
            orders.forEach((id, order) -> {
                if (order.state() == Intent.State.SENT) {
                    sent.put(id, order);
                }
            });
            int before = orders.size();
            orders.values().removeIf(order -> !order.state().isEnd());
            size -= before - orders.size();
        }
        byDevice.values().removeIf(TreeMap::isEmpty);
        return sent;
    }

    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        // the intents were told before
    }

    @Override
    public synchronized void committed(List<CommittedEvent> events) {
        for (CommittedEvent each : events) {
            long at = each.atMillis();
            switch (each.event()) {
                case Event.Intended intended -> add(intended.intent(), Intent.State.PENDING, at);
                case Event.DeviceIntended intended -> add(intended.intent(), Intent.State.PENDING, at);
                case Event.IntentMoved moved -> move(moved.device(), moved.intent(), moved.to(), at);
                case Event.DeviceIntentMoved moved -> move(moved.device(), moved.intent(), moved.to(), at);
                default -> {}
            }
        }
    }

    private void add(Intent intent, Intent.State state, long atMillis) {
        if (intent.kind().isOfAlert()) {
            return;
        }
        TreeMap<Long, Standing> orders = byDevice.remove(intent.device());
        if (orders == null) {
            orders = new TreeMap<>();
        }
        Standing order = new Standing(
                intent.kind(), intent.by(), intent.alert() != null, intent.expiresAtMillis(), state, atMillis);
        if (orders.put(intent.id(), order) == null) {
            size++;
        }
        byDevice.put(intent.device(), orders);
        if (orders.size() > OF_A_DEVICE) {
            forgetOldest(orders);
        }
        while (byDevice.size() > mostDevices || size > mostOrders) {
            size -= byDevice.pollFirstEntry().getValue().size();
        }
    }

    private void forgetOldest(NavigableMap<Long, Standing> orders) {
        Long oldest = orders.entrySet().stream()
                .filter(each -> each.getValue().state().isEnd())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(orders::firstKey);
        orders.remove(oldest);
        size--;
    }

    private void move(DeviceId device, long id, Intent.State to, long atMillis) {
        TreeMap<Long, Standing> orders = byDevice.get(device);
        if (orders != null) {
            orders.computeIfPresent(id, (_, order) -> order.state().isEnd() ? order : order.moved(to, atMillis));
        }
    }

    /** What is remembered of a device, newest first. */
    synchronized List<Devices.Order> of(DeviceId device, Names names) {
        TreeMap<Long, Standing> orders = byDevice.get(device);
        List<Devices.Order> all = new ArrayList<>();
        if (orders != null) {
            orders.descendingMap().values().forEach(order -> all.add(shown(order, names)));
        }
        return all;
    }

    private static Devices.Order shown(Standing order, Names names) {
        OperatorId by = order.by();
        return new Devices.Order(
                order.kind().name(),
                Instant.ofEpochMilli(order.atMillis()),
                by == null ? null : names.of(by),
                order.ofCase(),
                order.state().name(),
                order.stateAtMillis() == 0 ? null : Instant.ofEpochMilli(order.stateAtMillis()),
                Instant.ofEpochMilli(order.untilMillis()));
    }
}
