package care.convoy.firmware;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's half of a login (PROTOCOL.md §8). One per connection, used by its one thread; fixed memory. No clock
 * and no randomness of its own. It can succeed once: after a wrong proof everything is refused.
 *
 * <pre>
 *   WAIT_HELLO --hello--> WAIT_PROOF --proof right--> OPEN
 *       |                     |
 *       +---- anything else --+--> FAILED (close with the reason)
 * </pre>
 */
public final class ServerLogin {

    private enum State {
        WAIT_HELLO,
        WAIT_PROOF,
        OPEN,
        FAILED
    }

    /**
     * What the gateway grants.
     *
     * @param heartbeatSeconds 10..3,600
     * @param idleSeconds 10..65,535
     */
    public record Terms(Standing standing, int heartbeatSeconds, int idleSeconds) {
        public Terms {
            Range.requireWithin("heartbeatSeconds", heartbeatSeconds, 10, 3_600);
            Range.requireWithin("idleSeconds", idleSeconds, 10, 0xFFFF);
        }
    }

    private final Nonce serverNonce;
    private State state = State.WAIT_HELLO;
    private SessionMessage.@Nullable Hello hello;
    private SessionMessage.@Nullable Challenge challenge;
    private @Nullable Transcript transcript;
    private long helloEpoch;
    private long deviceEpoch;
    private long sessionEpoch;
    private boolean epochDoubtful;
    private @Nullable SealedChannel sealed;
    private int keyUsed = -1;

    /** For one connection; the nonce must come from a {@link java.security.SecureRandom} and serve this one only. */
    public ServerLogin(Nonce serverNonce) {
        this.serverNonce = serverNonce;
    }

    /**
     * Takes the hello and makes the challenge, of a session that is not sealed. Whether the device exists is asked by the
     * caller, before or after.
     *
     * @param helloMessage exact bytes of the message, without framing
     * @param lastSeen what is remembered of this device
     */
    public LoginStep challenge(byte[] helloMessage, LastSeen lastSeen, long nowMillis) {
        return challenge(helloMessage, lastSeen, nowMillis, false);
    }

    /**
     * The same.
     *
     * @param sealing whether the session becomes a sealed one if the device offers that
     */
    public LoginStep challenge(byte[] helloMessage, LastSeen lastSeen, long nowMillis, boolean sealing) {
        if (state != State.WAIT_HELLO
                || !(MessageDecoder.decode(helloMessage) instanceof NativeMessage(Header header, var message, var _))
                || !(message instanceof SessionMessage.Hello said)) {
            return refuse(CloseReason.OUT_OF_ORDER);
        }
        if (said.lowestVersion() > Header.VERSION || said.highestVersion() < Header.VERSION) {
            return refuse(CloseReason.VERSION);
        }
        long nextEpoch = lastSeen.nextEpoch(nowMillis);
        int features = sealing ? said.features() & SessionMessage.Hello.FEATURE_SEALED : 0;
        var answer = new SessionMessage.Challenge(
                Header.VERSION, features, lastSeen.makesStale(header), nextEpoch, serverNonce);
        byte[] challengeMessage = MessageEncoder.encode(downHeader(header.epoch(), 1, nowMillis), answer);
        hello = said;
        challenge = answer;
        helloEpoch = header.epoch();
        transcript = new Transcript(helloMessage, challengeMessage);
        state = State.WAIT_PROOF;
        return new LoginStep.Send(challengeMessage);
    }

    /**
     * Checks the proof, in constant time, and makes the welcome.
     *
     * @param proofMessage exact bytes of the message, without framing
     */
    public LoginStep welcome(byte[] proofMessage, DeviceKey key, Terms terms, long nowMillis) {
        return welcome(proofMessage, List.of(key), terms, nowMillis);
    }

    /**
     * The same for a device whose key is being replaced: any of the keys will do, and the session uses the one that did.
     *
     * @param keys at least one, tried in order
     */
    public LoginStep welcome(byte[] proofMessage, List<DeviceKey> keys, Terms terms, long nowMillis) {
        Transcript seen = transcript;
        SessionMessage.Challenge asked = challenge;
        if (state != State.WAIT_PROOF
                || seen == null
                || asked == null
                || !(MessageDecoder.decode(proofMessage) instanceof NativeMessage(Header header, var message, var _))
                || !(message instanceof SessionMessage.Proof(Mac256 deviceProof))) {
            return refuse(CloseReason.OUT_OF_ORDER);
        }
        byte[] proofHeader = Arrays.copyOf(proofMessage, Header.BYTES);
        DeviceKey key = null;
        for (int i = 0; i < keys.size() && key == null; i++) {
            if (seen.deviceProof(keys.get(i), proofHeader).equals(deviceProof)) {
                key = keys.get(i);
                keyUsed = i;
            }
        }
        if (key == null) {
            return refuse(CloseReason.WRONG_PROOF);
        }
        adoptEpoch(header.epoch(), asked);
        state = State.OPEN;
        if ((asked.features() & SessionMessage.Hello.FEATURE_SEALED) != 0) {
            sealed = SealedChannel.ofGateway(seen, key);
        }
        var unsigned = new SessionMessage.Welcome(
                new Mac256(new byte[Mac256.BYTES]), terms.standing(), terms.heartbeatSeconds(), terms.idleSeconds());
        byte[] welcomeMessage = MessageEncoder.encode(downHeader(sessionEpoch, 2, nowMillis), unsigned);
        byte[] serverProof = seen.serverProof(key, deviceProof, welcomeMessage).bytes();
        System.arraycopy(serverProof, 0, welcomeMessage, Header.BYTES, Mac256.BYTES);
        return new LoginStep.Send(welcomeMessage);
    }

    /**
     * A device that does not follow is let in all the same, as a right key is never locked out; its numbers are
     * doubted.
     */
    private void adoptEpoch(long epoch, SessionMessage.Challenge asked) {
        boolean kept = !asked.adoptEpoch() && epoch == helloEpoch && epoch != 0;
        boolean adopted = epoch == asked.nextEpoch();
        epochDoubtful = !kept && !adopted;
        deviceEpoch = epoch;
        sessionEpoch = epochDoubtful ? asked.nextEpoch() : epoch;
    }

    private LoginStep refuse(CloseReason reason) {
        state = State.FAILED;
        return new LoginStep.Refuse(reason);
    }

    private static Header downHeader(long epoch, long sequence, long nowMillis) {
        return Header.of(epoch, sequence, Math.max(0, nowMillis));
    }

    /** What the device said of itself, once a hello was taken. */
    public SessionMessage.@Nullable Hello hello() {
        return hello;
    }

    /** Whether both proofs are done and ordinary messages may come. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Which of the keys the device has, counted from 0; -1 before it is open. */
    public int keyUsed() {
        return keyUsed;
    }

    /** What opens and seals everything after the welcome; null if the session is not sealed. */
    public @Nullable SealedChannel sealed() {
        return sealed;
    }

    /**
     * The session's epoch once open, 1..2^32-1. The next message down has sequence {@link #nextDownSequence()}.
     */
    public long sessionEpoch() {
        return sessionEpoch;
    }

    /** Challenge and welcome took 1 and 2. */
    public long nextDownSequence() {
        return 3;
    }

    /**
     * The epoch that the device writes into its headers, for its {@link SequenceWindow}; the same as
     * {@link #sessionEpoch()} unless {@link #epochDoubtful()}.
     */
    public long deviceEpoch() {
        return deviceEpoch;
    }

    /** The device used an epoch that it had been told to give up: its numbers may name older messages. */
    public boolean epochDoubtful() {
        return epochDoubtful;
    }

    /**
     * The epoch under which a message of this session is known to the alert log: the header's, unless that is doubtful;
     * then the session's, so that a press is never taken for a repeat.
     */
    public long keyEpoch(Header header) {
        return epochDoubtful && header.epoch() == deviceEpoch ? sessionEpoch : header.epoch();
    }
}
