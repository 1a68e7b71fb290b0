package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.ingest.coap.CoapCounters.Count;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.DtlsException;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a DTLS session: the identity is the device's id, the key its secret. Counts handshakes and sessions. Of too many
 * unfinished handshakes those of the network that has most give way ({@link FairRoom}); of more than {@value #MOST_OF_DEVICE} sessions of
 * one device its oldest ends, so that nobody with a key pushes out the sessions of others. Thread-safe; nothing here waits.
 *
 * <p>An id that is not known gets a key that nobody has: the handshake fails as with a wrong key, so that nobody learns
 * which ids exist. Handshakes get here only after the cookie exchange (RFC 6347, §4.2.1): a spoofed address never does.
 */
final class Handshakes extends SessionAdapter implements AdvancedPskStore, Sessions {
    private static final String PSK = PskSecretResult.ALGORITHM_PSK;

    private static final int KEY_BYTES = 32;

    /** A device that lost its session begins another, and the former stands until it gives way. */
    static final int MOST_OF_DEVICE = 8;

    private final CoapParts parts;
    private final KeyChoice keys = new KeyChoice();
    private final SessionKeys sessionKeys;
    private final SecureRandom random = new SecureRandom();
    private final Map<ConnectionId, Unfinished> unfinished = new HashMap<>();
    /** Guarded by the map. */
    private final FairRoom<ConnectionId> room;

    private final AtomicInteger completed = new AtomicInteger();
    private volatile int forgetAfter = Integer.MAX_VALUE;
    private volatile Runnable forgetCompleted = () -> {};
    private final Map<ConnectionId, Principal> established = new HashMap<>();
    private final Map<Principal, ConnectionId> newest = new HashMap<>();
    /** Oldest first; guarded by {@link #newest}. */
    private final Map<Principal, ArrayDeque<Connection>> ofDevice = new HashMap<>();

    private volatile Consumer<Connection> ending = connection -> {};

    /** A handshake under way. Confined to the lock of the map. */
    private static final class Unfinished {
        private final Handshaker handshaker;
        private final @Nullable InetSocketAddress peer;
        private String id = "";
        private @Nullable Secret tried;
        private boolean counted;

        Unfinished(Handshaker handshaker) {
            this.handshaker = handshaker;
            peer = handshaker.getPeerAddress();
        }
    }

    Handshakes(CoapParts parts) {
        this.parts = parts;
        sessionKeys = new SessionKeys(parts.config().bounds().inbox());
        room = new FairRoom<>(parts.config().bounds().handshakes());
    }

    /** With which key each session was opened. */
    SessionKeys sessionKeys() {
        return sessionKeys;
    }

    /** Handshakes under way now. */
    int unfinished() {
        synchronized (unfinished) {
            return unfinished.size();
        }
    }

    /** Devices that have a session now. */
    int sessions() {
        synchronized (newest) {
            return newest.size();
        }
    }

    @Override
    public void handshakeStarted(Handshaker handshaker) {
        ConnectionId cid = handshaker.getConnection().getConnectionId();
        Unfinished begun = new Unfinished(handshaker);
        Unfinished oldest;
        synchronized (unfinished) {
            unfinished.put(cid, begun);
            ConnectionId out = room.enter(cid, FairRoom.networkOf(begun.peer));
            oldest = out == null ? null : unfinished.remove(out);
        }
        if (oldest != null) {
            parts.coap().add(Count.HANDSHAKES_EVICTED);
            giveUp(oldest.handshaker);
        }
    }

    private static void giveUp(Handshaker handshaker) {
        try {
            handshaker
                    .getConnection()
                    .getExecutor()
                    .execute(() -> handshaker.handshakeFailed(new DtlsException("gave way to newer handshakes")));
        } catch (RejectedExecutionException stopping) {
            // all of them end with the listener
        }
    }

    @Override
    public void contextEstablished(Handshaker handshaker, DTLSContext context) {
        Unfinished finished = forget(handshaker);
        if (finished != null && finished.tried != null) {
            ConnectionId cid = handshaker.getConnection().getConnectionId();
            sessionKeys.opened(cid, finished.id, context.getLastHandshakeTime(), finished.tried);
            loggedIn(new DeviceId(finished.id), finished.tried);
        }
    }

    /** The device has shown that it has this key. */
    private void loggedIn(DeviceId id, Secret used) {
        RegisteredDevice device = parts.services().registry().find(id);
        if (device == null) {
            return;
        }
        long nowMillis = parts.clock().epochMillis().getAsLong();
        keys.succeeded(device, used, nowMillis);
        Proof proof = device.proofBy(used.toBytes(), nowMillis);
        if (proof != Proof.NONE) {
            parts.services().registry().loggedIn(device, proof, nowMillis);
        }
    }

    /** @param end ends a session at once, without a word to its peer */
    void eachEndsBy(Consumer<Connection> end) {
        ending = end;
    }

    /**
     * Scandium begins no handshake while more than a number were completed within 135 s; it remembers them to know a ClientHello
     * that comes late. One device with its key could so lock out all others.
     *
     * @param forget lets Scandium forget them; called at half of that number
     */
    void eachHalf(int number, Runnable forget) {
        forgetAfter = Math.max(1, number / 2);
        forgetCompleted = forget;
    }

    @Override
    public void handshakeCompleted(Handshaker handshaker) {
        if (completed.incrementAndGet() % forgetAfter == 0) {
            forgetCompleted.run();
        }
    }

    @Override
    public void handshakeFailed(Handshaker handshaker, Throwable error) {
        if (forget(handshaker) != null) {
            parts.coap().add(Count.HANDSHAKES_FAILED);
        }
    }

    private @Nullable Unfinished forget(Handshaker handshaker) {
        synchronized (unfinished) {
            ConnectionId cid = handshaker.getConnection().getConnectionId();
            Unfinished known = unfinished.get(cid);
            if (known == null || !known.handshaker.equals(handshaker)) {
                return null;
            }
            room.leave(cid, FairRoom.networkOf(known.peer));
            return unfinished.remove(cid);
        }
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId cid,
            @Nullable ServerNames serverNames,
            PskPublicInformation identity,
            String hmacAlgorithm,
            @Nullable SecretKey otherSecret,
            byte[] seed,
            boolean useExtendedMasterSecret) {
        String id = identity.getPublicInfoAsString();
        boolean shaped = DeviceId.isValid(id);
        RegisteredDevice device = shaped ? parts.services().registry().find(new DeviceId(id)) : null;
        LoginFailure why = !shaped
                ? LoginFailure.MALFORMED
                : device == null
                        ? LoginFailure.UNKNOWN_DEVICE
                        : device.protocol() != Protocol.COAP || device.secret().isEmpty()
                                ? LoginFailure.WRONG_PROTOCOL
                                : null;
        if (device == null || why != null) {
            note(cid, shaped ? id : "", null, why);
            byte[] nobodys = new byte[KEY_BYTES];
            random.nextBytes(nobodys);
            return new PskSecretResult(cid, identity, SecretUtil.create(nobodys, PSK));
        }
        Secret secret = keys.of(device, parts.clock().epochMillis().getAsLong());
        note(cid, id, secret, null);
        return new PskSecretResult(cid, identity, SecretUtil.create(secret.toBytes(), PSK));
    }

    private void note(ConnectionId cid, String id, @Nullable Secret tried, @Nullable LoginFailure why) {
        InetSocketAddress peer = null;
        synchronized (unfinished) {
            Unfinished handshake = unfinished.get(cid);
            if (handshake != null) {
                handshake.id = id;
                handshake.tried = tried;
                handshake.counted = why != null;
                peer = handshake.peer;
            }
        }
        if (why != null) {
            parts.loginFailed(why, peer, id);
        }
    }

    /** A record that does not open, while its handshake waits for the proof of the key, is a wrong key; counted once. */
    @Override
    public boolean onConnectionMacError(Connection connection) {
        Unfinished handshake;
        synchronized (unfinished) {
            handshake = unfinished.get(connection.getConnectionId());
            if (handshake == null || handshake.counted) {
                return false;
            }
            handshake.counted = true;
        }
        parts.loginFailed(LoginFailure.WRONG_SECRET, handshake.peer, handshake.id);
        if (handshake.tried != null) {
            notThatKey(new DeviceId(handshake.id), handshake.tried);
        }
        return false;
    }

    private void notThatKey(DeviceId id, Secret tried) {
        RegisteredDevice device = parts.services().registry().find(id);
        if (device != null) {
            keys.failed(device, tried, parts.clock().epochMillis().getAsLong());
        }
    }

    @Override
    public void onConnectionEstablished(Connection connection) {
        DTLSSession session = connection.getEstablishedSession();
        Principal device = session == null ? null : session.getPeerIdentity();
        ConnectionId cid = connection.getConnectionId();
        if (device == null) {
            return;
        }
        Connection oldest;
        synchronized (newest) {
            if (established.put(cid, device) != null) {
                return;
            }
            ArrayDeque<Connection> own = ofDevice.computeIfAbsent(device, _ -> new ArrayDeque<>(2));
            own.addLast(connection);
            oldest = own.size() > MOST_OF_DEVICE ? own.removeFirst() : null;
            ConnectionId older = newest.put(device, cid);
            if (older != null) {
                established.remove(older);
                parts.counters().ended(Ending.TAKEN_OVER);
            }
        }
        if (oldest != null) {
            parts.coap().add(Count.SESSIONS_OF_ONE_DEVICE);
            ending.accept(oldest);
        }
        parts.counters().opened();
        parts.counters().login();
    }

    @Override
    public void onConnectionRemoved(Connection connection) {
        ConnectionId cid = connection.getConnectionId();
        sessionKeys.ended(cid);
        synchronized (newest) {
            leave(connection);
            Principal device = cid == null ? null : established.remove(cid);
            if (device == null || !newest.remove(device, cid)) {
                return;
            }
        }
        parts.counters().ended(Ending.SILENT);
    }

    /** Under the lock of {@link #newest}. */
    private void leave(Connection connection) {
        DTLSSession session = connection.getEstablishedSession();
        Principal device = session == null ? null : session.getPeerIdentity();
        ArrayDeque<Connection> own = device == null ? null : ofDevice.get(device);
        if (own != null && own.remove(connection) && own.isEmpty()) {
            ofDevice.remove(device);
        }
    }

    @Override
    public @Nullable PskPublicInformation getIdentity(InetSocketAddress peer, @Nullable ServerNames virtualHost) {
        return null; // asked of clients only
    }

    @Override
    public void setResultHandler(HandshakeResultHandler handler) {
        // every result is there at once
    }
}
