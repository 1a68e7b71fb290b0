package care.convoy.sim.load;

import care.convoy.firmware.DeviceKey;
import care.convoy.sim.coap.CoapDevice;
import care.convoy.sim.coap.Station;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.DeviceEvents;
import care.convoy.sim.device.Manners;
import care.convoy.sim.device.Mast;
import care.convoy.sim.device.NativeDevice;
import care.convoy.sim.device.NativeIdentity;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.mqtt.MqttDevice;
import care.convoy.sim.wearer.Wearer;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Devices that play, grouped by the thread they belong to. Built and closed on the main thread.
 */
public final class Fleet implements AutoCloseable {
    private static final long FAREWELL_SECONDS = 5;

    /**
     * How to reach the gateway.
     *
     * @param nativeAddresses 1 to 3
     * @param mqttUri as {@code tcp://127.0.0.1:1883}
     * @param threads event loops for native devices, from 1
     * @param spread whether each device prefers another address than the one before, or all the first
     * @param tls what all speak and whom they believe, {@code mqttUri} then begins with {@code ssl://}; null for no TLS
     * @param coap how CoAP devices speak; null if there are none
     */
    public record Network(
            List<InetSocketAddress> nativeAddresses,
            String mqttUri,
            Manners manners,
            int threads,
            boolean spread,
            @Nullable SSLContext tls,
            Station.@Nullable Speech coap) {
        public Network {
            nativeAddresses = List.copyOf(nativeAddresses);
        }

        public Network(List<InetSocketAddress> nativeAddresses, String mqttUri, Manners manners, int threads) {
            this(nativeAddresses, mqttUri, manners, threads, false, null, null);
        }

        private List<InetSocketAddress> addressesOf(int device) {
            List<InetSocketAddress> turned = new ArrayList<>(nativeAddresses);
            Collections.rotate(turned, spread ? -device : 0);
            return turned;
        }
    }

    /** Devices of one thread. */
    public record Group(ScheduledExecutorService thread, List<Device> devices) {
        public Group {
            devices = List.copyOf(devices);
        }
    }

    private final EventLoopGroup loops;
    private final ScheduledExecutorService mqttThread;
    private final List<Group> groups;
    private final int size;

    private Fleet(EventLoopGroup loops, ScheduledExecutorService mqttThread, List<Group> groups) {
        this.loops = loops;
        this.mqttThread = mqttThread;
        this.groups = List.copyOf(groups);
        this.size = groups.stream().mapToInt(group -> group.devices().size()).sum();
    }

    /** Builds the devices, in an order drawn from the seed; none connects yet. */
    public static Fleet of(List<FleetDevice> identities, Network network, DeviceEvents events, long seed) {
        EventLoopGroup loops = Mast.eventLoops(network.threads());
        ScheduledExecutorService mqttThread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mqtt-devices").factory());
        List<Mast> masts = Mast.raiseMasts(loops, network.threads(), network.manners(), network.tls());
        long epoch = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        MqttDevice.Setup mqtt =
                new MqttDevice.Setup(network.mqttUri(), epoch, network.manners(), mqttThread, network.tls());
        List<Station> stations = stations(masts, network, epoch);
        List<FleetDevice> shuffled = new ArrayList<>(identities);
        Collections.shuffle(shuffled, new Random(seed));
        List<List<Device>> byThread = new ArrayList<>();
        for (int i = 0; i <= masts.size(); i++) {
            byThread.add(new ArrayList<>());
        }
        int next = 0;
        for (FleetDevice each : shuffled) {
            Wearer wearer = new Wearer(seed ^ each.deviceId().hashCode());
            int mast = next % masts.size();
            switch (each.protocol()) {
                case MQTT -> byThread.getLast().add(new MqttDevice(each, wearer, mqtt, events));
                case COAP -> {
                    byThread.get(mast).add(new CoapDevice(each, wearer, stations.get(mast), events));
                    next++;
                }
                case NATIVE -> {
                    List<InetSocketAddress> addresses = network.addressesOf(next++);
                    DeviceKey key = DeviceKey.fromHex(each.secret());
                    var identity = new NativeIdentity(each.deviceId(), each.residentId(), key, epoch, 1);
                    byThread.get(mast).add(new NativeDevice(identity, wearer, addresses, masts.get(mast), events));
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i <= masts.size(); i++) {
            ScheduledExecutorService thread = i < masts.size() ? masts.get(i).loop() : mqttThread;
            if (!byThread.get(i).isEmpty()) {
                groups.add(new Group(thread, byThread.get(i)));
            }
        }
        return new Fleet(loops, mqttThread, groups);
    }

    private static List<Station> stations(List<Mast> masts, Network network, long epoch) {
        Station.Speech speech = network.coap();
        return speech == null
                ? List.of()
                : masts.stream()
                        .map(mast -> new Station(mast.loop(), speech, network.manners(), epoch))
                        .toList();
    }

    public List<Group> groups() {
        return groups;
    }

    public int size() {
        return size;
    }

    public int onlineCount() {
        int online = 0;
        for (Group group : groups) {
            for (Device device : group.devices()) {
                online += device.isOnline() ? 1 : 0;
            }
        }
        return online;
    }

    /** Begins to connect all, at a rate that a gateway meets on an ordinary morning. */
    public void connect(double perSecond) {
        long start = System.nanoTime();
        for (Group group : groups) {
            double share = perSecond * group.devices().size() / size;
            OpenLoop.Pace pace =
                    new OpenLoop.Pace(start, share, group.devices().size(), TimeUnit.MILLISECONDS.toNanos(1));
            OpenLoop.start(
                    group.thread(),
                    pace,
                    (index, due) -> group.devices().get((int) index).connect());
        }
    }

    @Override
    public void close() {
        List<Future<?>> farewells = new ArrayList<>();
        for (Group group : groups) {
            farewells.add(group.thread().submit(() -> group.devices().forEach(Device::close)));
        }
        for (Future<?> farewell : farewells) {
            try {
                farewell.get(FAREWELL_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException late) {
                // they are cut off below
            }
        }
        mqttThread.shutdownNow();
        loops.shutdownGracefully(0, FAREWELL_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
