package care.convoy.firmware;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The device's half of a login (PROTOCOL.md §8), as the simulator uses it and firmware does it. One per connection,
 * used by its one thread; fixed memory. No clock and no randomness of its own.
 *
 * <pre>
 *   HELLO --challenge--> PROVED --welcome right--> OPEN
 *     |                    |
 *     +--- anything else --+--> FAILED (close with the reason, next address)
 * </pre>
 */
public final class DeviceLogin {

    private enum State {
        HELLO,
        PROVED,
        OPEN,
        FAILED
    }

    private final DeviceKey key;
    private final Header helloHeader;
    private final byte[] helloMessage;
    private final SessionMessage.Hello hello;
    private State state = State.HELLO;
    private @Nullable Transcript transcript;
    private @Nullable Mac256 deviceProof;
    private long sessionEpoch;
    private long nextSequence;
    private @Nullable SealedChannel sealed;

    /**
     * Begins a login.
     *
     * @param helloHeader epoch as stored, or 0 if none is; sequence: the device's next number, from 1
     * @param hello with a client nonce that is random and serves this connection only
     */
    public DeviceLogin(DeviceKey key, Header helloHeader, SessionMessage.Hello hello) {
        Range.requireWithin("next sequence", helloHeader.sequence(), 1, Header.MAX_U32 - 2);
        this.key = key;
        this.helloHeader = helloHeader;
        this.hello = hello;
        this.helloMessage = MessageEncoder.encode(helloHeader, hello);
    }

    /** The message to send first, without framing; not copied, do not change it. */
    public byte[] helloMessage() {
        return helloMessage;
    }

    /**
     * Takes the challenge and makes the proof. The epoch to use from here on is {@link #sessionEpoch()}; the next
     * number is {@link #nextSequence()}. It is stored for good only after {@link #open}.
     *
     * @param challengeMessage exact bytes of the message, without framing
     */
    public LoginStep proof(byte[] challengeMessage, long nowMillis) {
        if (state != State.HELLO
                || !(MessageDecoder.decode(challengeMessage) instanceof NativeMessage(var _, var message, var _))
                || !(message instanceof SessionMessage.Challenge challenge)) {
            return refuse(CloseReason.OUT_OF_ORDER);
        }
        if (challenge.version() < hello.lowestVersion() || challenge.version() > hello.highestVersion()) {
            return refuse(CloseReason.VERSION);
        }
        if ((challenge.features() & ~hello.features()) != 0) {
            return refuse(CloseReason.OUT_OF_ORDER);
        }
        boolean adopt = challenge.adoptEpoch() || helloHeader.epoch() == 0;
        sessionEpoch = adopt ? challenge.nextEpoch() : helloHeader.epoch();
        long sequence = adopt ? 1 : helloHeader.sequence() + 1;
        nextSequence = sequence + 1;
        Header header = new Header(Header.VERSION, helloHeader.flags(), sessionEpoch, sequence, nowMillis);
        Transcript seen = new Transcript(helloMessage, challengeMessage);
        byte[] proofMessage =
                MessageEncoder.encode(header, new SessionMessage.Proof(new Mac256(new byte[Mac256.BYTES])));
        Mac256 proof = seen.deviceProof(key, Arrays.copyOf(proofMessage, Header.BYTES));
        System.arraycopy(proof.bytes(), 0, proofMessage, Header.BYTES, Mac256.BYTES);
        transcript = seen;
        deviceProof = proof;
        if ((challenge.features() & SessionMessage.Hello.FEATURE_SEALED) != 0) {
            sealed = SealedChannel.ofDevice(seen, key, sessionEpoch);
        }
        state = State.PROVED;
        return new LoginStep.Send(proofMessage);
    }

    /**
     * Takes the welcome and checks the gateway's proof, in constant time.
     *
     * @param welcomeMessage exact bytes of the message, without framing
     */
    public LoginStep open(byte[] welcomeMessage) {
        Transcript seen = transcript;
        Mac256 proof = deviceProof;
        if (state != State.PROVED
                || seen == null
                || proof == null
                || !(MessageDecoder.decode(welcomeMessage) instanceof NativeMessage(var _, var message, var _))
                || !(message instanceof SessionMessage.Welcome welcome)) {
            return refuse(CloseReason.OUT_OF_ORDER);
        }
        if (!seen.serverProof(key, proof, welcomeMessage).equals(welcome.serverProof())) {
            return refuse(CloseReason.SERVER_NOT_TRUSTED);
        }
        state = State.OPEN;
        return new LoginStep.Open(welcome);
    }

    private LoginStep refuse(CloseReason reason) {
        state = State.FAILED;
        return new LoginStep.Refuse(reason);
    }

    /** Whether the gateway has proved itself. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * What seals everything after the proof and opens everything after the welcome, once the proof was made; null if the session
     * is not sealed. A device that insists on sealing closes with {@link CloseReason#SEALING} then.
     */
    public @Nullable SealedChannel sealed() {
        return sealed;
    }

    /** The session's epoch, once the proof was made. */
    public long sessionEpoch() {
        return sessionEpoch;
    }

    /** Number of the next message up, once the proof was made. */
    public long nextSequence() {
        return nextSequence;
    }
}
