package care.convoy.sim.scripted;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.SessionMessage;
import care.convoy.sim.device.MessageKey;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A native server on port 0, made of the gateway's half of firmware-protocol. Ordinary messages are acknowledged at once;
 * what becomes of confirmed ones the script decides. One event loop, on which the script runs.
 */
public final class ScriptedGateway implements AutoCloseable {

    /** What becomes of a confirmed message. */
    public interface Script {
        /** @param time which time this key is heard, from 1 */
        void confirmed(Session session, Heard heard, int time);
    }

    /** Answers as it should. */
    public static final Script PROMPT = (session, heard, time) -> session.received(heard.key());

    private static final int PATIENCE_SECONDS = 30;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, DeviceKey> keys = new ConcurrentHashMap<>();
    private final Map<String, LastSeen> seen = new ConcurrentHashMap<>();
    private final Map<MessageKey, AtomicInteger> times = new ConcurrentHashMap<>();
    private final List<Heard> confirmed = new CopyOnWriteArrayList<>();
    private final List<Heard> ordinary = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<SessionMessage.Hello> hellos = new CopyOnWriteArrayList<>();
    private final BlockingQueue<CloseReason> farewells = new LinkedBlockingQueue<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final CountDownLatch anyConfirmed = new CountDownLatch(1);
    private final Channel listener;
    private volatile Script script;
    private volatile boolean impostor;
    private volatile boolean sealing = true;

    private ScriptedGateway(Script script, @Nullable SslContext tls) {
        this.script = script;
        this.listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Session(ScriptedGateway.this));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public static ScriptedGateway open(Script script) {
        return new ScriptedGateway(script, null);
    }

    /** The same with TLS. */
    public static ScriptedGateway open(Script script, SslContext tls) {
        return new ScriptedGateway(script, tls);
    }

    public ScriptedGateway knows(String deviceId, DeviceKey key) {
        keys.put(deviceId, key);
        return this;
    }

    /** Remembers numbers of a device from former times. */
    public void remembers(String deviceId, long epoch, long sequence) {
        seen.put(deviceId, new LastSeen(epoch, sequence));
    }

    /** From now on it claims to be the gateway without knowing any key. */
    public void becomeImpostor() {
        impostor = true;
    }

    /** From now on it does not choose sealed frames, which it does else for a device that offers them. */
    public void becomePlain() {
        sealing = false;
    }

    boolean isSealing() {
        return sealing;
    }

    public void play(Script other) {
        script = other;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Confirmed messages in the order of their arrival, each repeat again. */
    public List<Heard> confirmed() {
        return confirmed;
    }

    public List<Heard> ordinary() {
        return ordinary;
    }

    /** What devices did against the specification. */
    public List<String> faults() {
        return faults;
    }

    public List<SessionMessage.Hello> hellos() {
        return hellos;
    }

    /** The reason of the next close that a device sends. */
    public CloseReason awaitFarewell() throws InterruptedException {
        CloseReason reason = farewells.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (reason == null) {
            throw new AssertionError("no device ever said farewell");
        }
        return reason;
    }

    /** The first confirmed message, as soon as it is there. */
    public Heard awaitConfirmed() throws InterruptedException {
        if (!anyConfirmed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no confirmed message ever came");
        }
        return confirmed.getFirst();
    }

    /** Sessions that logged in, in order; ended ones too. */
    public List<Session> sessions() {
        return sessions;
    }

    /** The alert that a message made; the same for the same key. */
    public UUID alertOf(MessageKey key) {
        return UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    boolean isImpostor() {
        return impostor;
    }

    @Nullable
    DeviceKey keyOf(String deviceId) {
        return keys.get(deviceId);
    }

    LastSeen lastSeen(String deviceId) {
        return seen.getOrDefault(deviceId, LastSeen.NOTHING);
    }

    void helloSeen(SessionMessage.Hello hello) {
        hellos.add(hello);
    }

    void open(Session session) {
        sessions.add(session);
    }

    void closed(CloseReason reason) {
        farewells.add(reason);
    }

    void fault(String what) {
        faults.add(what);
    }

    void heard(Session session, Heard heard) {
        seen.merge(
                heard.deviceId(),
                new LastSeen(heard.header().epoch(), heard.header().sequence()),
                (before, now) -> before.epoch() > now.epoch()
                                || (before.epoch() == now.epoch() && before.sequence() > now.sequence())
                        ? before
                        : now);
        if (heard.message().type().isConfirmed()) {
            confirmed.add(heard);
            anyConfirmed.countDown();
            int time = times.computeIfAbsent(heard.key(), key -> new AtomicInteger())
                    .incrementAndGet();
            script.confirmed(session, heard, time);
        } else {
            ordinary.add(heard);
            session.ack(heard.header().sequence());
        }
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
