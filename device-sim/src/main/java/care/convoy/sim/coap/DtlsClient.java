package care.convoy.sim.coap;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one DTLS 1.2 session (RFC 6347) with a pre-shared key, an extended master secret and, where the server
 * has one, a connection id (RFC 9146). Bytes in, bytes out: it knows no socket and no clock. Handshake messages in
 * fragments are not read: with a pre-shared key they are short. One thread.
 */
public final class DtlsClient {
    /** How far it is. */
    public enum State {
        SHAKING_HANDS,
        OPEN,
        CLOSED
    }

    private static final int VERSION = 0xFEFD;
    private static final int RANDOM_BYTES = 32;
    private static final int HANDSHAKE_HEAD = 12;
    private static final int RECORD_HEAD = 13;
    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte ALERT = 21;
    private static final byte HANDSHAKE = 22;
    private static final byte APPLICATION = 23;
    private static final byte WITH_CONNECTION_ID = 25;
    private static final byte CLIENT_HELLO = 1;
    private static final byte SERVER_HELLO = 2;
    private static final byte HELLO_VERIFY = 3;
    private static final byte HELLO_DONE = 14;
    private static final byte KEY_EXCHANGE = 16;
    private static final byte FINISHED = 20;
    private static final short EXTENDED_MASTER_SECRET = 23;
    private static final short CONNECTION_ID = 54;
    private static final long EPOCH_1 = 1L << 48;

    private final byte[] identity;
    private final byte[] preShared;
    private final RecordCipher cipher;
    private final MessageDigest transcript;
    private final byte[] clientRandom = new byte[RANDOM_BYTES];
    private final byte[] serverRandom = new byte[RANDOM_BYTES];
    private final List<Part> flight = new ArrayList<>();
    private State state = State.SHAKING_HANDS;
    private byte[] connectionId = {};
    private boolean cookieShown;
    private boolean extendedMasterSecret;
    private @Nullable Keys keys;
    private int nextMessage;
    private int nextServerMessage = -1;
    private long clearRecords;
    private long sealedRecords = EPOCH_1;

    /** A record to be, so that a repeat gets a number of its own. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(byte type, byte[] content, boolean sealed) {}

    /** @param identity what the server knows the key by. @param preShared the key; not copied */
    DtlsClient(String identity, byte[] preShared, RecordCipher cipher, RandomGenerator random) {
        this.identity = identity.getBytes(StandardCharsets.UTF_8);
        this.preShared = preShared;
        this.cipher = cipher;
        random.nextBytes(clientRandom);
        try {
            transcript = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** One that shares its ciphers with nobody. @param preShared the key; not copied */
    public static DtlsClient of(String identity, byte[] preShared, Suite suite, RandomGenerator random) {
        return new DtlsClient(identity, preShared, new RecordCipher(suite), random);
    }

    /** How far it is. */
    public State state() {
        return state;
    }

    /** Whether the server knows the session by a connection id. */
    public boolean hasConnectionId() {
        return connectionId.length > 0;
    }

    /** The datagram that begins the handshake. */
    public byte[] begin() {
        hello(new byte[0]);
        return flight();
    }

    /** The last flight again, for when nothing came. */
    byte[] flight() {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (Part part : flight) {
            datagram.writeBytes(part.sealed() ? sealed(part.type(), part.content()) : clear(part));
        }
        return datagram.toByteArray();
    }

    /** The datagram of one message. Only while the session is open. */
    public byte[] seal(byte[] message) {
        return sealed(APPLICATION, message);
    }

    /** The datagram that says farewell. */
    byte[] farewell() {
        state = State.CLOSED;
        return sealed(ALERT, new byte[] {1, 0});
    }

    /**
     * Reads a datagram; what does not belong here is passed over, as DTLS asks.
     *
     * @param messages is handed each message of the application
     * @return a datagram to answer with, or null
     */
    public byte @Nullable [] receive(byte[] datagram, Consumer<byte[]> messages) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        byte[] answer = null;
        try {
            while (in.remaining() > RECORD_HEAD) {
                byte type = in.get();
                in.getShort();
                long number = in.getLong();
                byte[] content = new byte[in.getShort() & 0xFFFF];
                in.get(content);
                byte[] plain = number >= EPOCH_1 ? opened(type, number, content) : content;
                byte[] then = plain == null ? null : read(type, plain, number >= EPOCH_1, messages);
                answer = then == null ? answer : then;
            }
        } catch (BufferUnderflowException cutOff) {
            // no record of ours
        }
        return answer;
    }

    private byte @Nullable [] read(byte type, byte[] plain, boolean sealed, Consumer<byte[]> messages) {
        if (type == APPLICATION && sealed && state == State.OPEN) {
            messages.accept(plain);
        } else if (type == ALERT && sealed == (keys != null)) {
            state = State.CLOSED;
        } else if (type == HANDSHAKE && state == State.SHAKING_HANDS) {
            return shake(ByteBuffer.wrap(plain), sealed);
        }
        return null;
    }

    private byte @Nullable [] shake(ByteBuffer in, boolean sealed) {
        byte[] answer = null;
        while (in.remaining() >= HANDSHAKE_HEAD) {
            int start = in.position();
            byte type = in.get();
            int length = three(in);
            int number = in.getShort();
            int offset = three(in);
            if (offset != 0 || three(in) != length || in.remaining() < length) {
                return answer;
            }
            ByteBuffer body = in.slice(in.position(), length);
            in.position(in.position() + length);
            byte[] whole = new byte[HANDSHAKE_HEAD + length];
            in.get(start, whole);
            byte[] then = step(type, number, body, new Whole(whole, sealed));
            answer = then == null ? answer : then;
        }
        return answer;
    }

    /** A handshake message with its head. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Whole(byte[] bytes, boolean sealed) {}

    private byte @Nullable [] step(byte type, int number, ByteBuffer body, Whole whole) {
        if (type == HELLO_VERIFY && nextServerMessage < 0) {
            if (cookieShown) {
                return null; // a server without room asks again and again; the flight is repeated in its time
            }
            cookieShown = true;
            body.getShort();
            byte[] cookie = new byte[body.get() & 0xFF];
            body.get(cookie);
            transcript.reset();
            hello(cookie);
            return flight();
        }
        if (type == SERVER_HELLO && nextServerMessage < 0) {
            nextServerMessage = number;
        }
        if (number != nextServerMessage) {
            return null;
        }
        nextServerMessage++;
        if (type == FINISHED) {
            finished(body, whole.sealed());
            return null;
        }
        transcript.update(whole.bytes());
        if (type == SERVER_HELLO) {
            serverHello(body);
        }
        return type == HELLO_DONE ? exchangeKeys() : null;
    }

    private void hello(byte[] cookie) {
        ByteBuffer body = ByteBuffer.allocate(2 + RANDOM_BYTES + 2 + cookie.length + 6 + 2 + 4 + 5)
                .putShort((short) VERSION)
                .put(clientRandom)
                .put((byte) 0)
                .put((byte) cookie.length)
                .put(cookie)
                .putShort((short) 2)
                .putShort((short) cipher.suite().number())
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) 9)
                .putShort(EXTENDED_MASTER_SECRET)
                .putShort((short) 0)
                .putShort(CONNECTION_ID)
                .putShort((short) 1)
                .put((byte) 0);
        flight.clear();
        flight.add(new Part(HANDSHAKE, handshake(CLIENT_HELLO, body.array()), false));
    }

    private void serverHello(ByteBuffer body) {
        body.getShort();
        body.get(serverRandom);
        body.position(body.position() + 1 + (body.get(body.position()) & 0xFF) + 2 + 1);
        if (body.remaining() < 2) {
            return;
        }
        body.getShort();
        while (body.remaining() >= 4) {
            short type = body.getShort();
            byte[] value = new byte[body.getShort() & 0xFFFF];
            body.get(value);
            if (type == EXTENDED_MASTER_SECRET) {
                extendedMasterSecret = true;
            } else if (type == CONNECTION_ID && value.length > 1) {
                connectionId = new byte[value.length - 1];
                System.arraycopy(value, 1, connectionId, 0, connectionId.length);
            }
        }
    }

    private byte[] exchangeKeys() {
        byte[] exchange = ByteBuffer.allocate(2 + identity.length)
                .putShort((short) identity.length)
                .put(identity)
                .array();
        flight.clear();
        flight.add(new Part(HANDSHAKE, handshake(KEY_EXCHANGE, exchange), false));
        flight.add(new Part(CHANGE_CIPHER_SPEC, new byte[] {1}, false));
        Keys derived = extendedMasterSecret
                ? new Keys(preShared, "extended master secret", hash(), clientRandom, serverRandom)
                : new Keys(
                        preShared,
                        "master secret",
                        Keys.joined(clientRandom, serverRandom),
                        clientRandom,
                        serverRandom);
        keys = derived;
        byte[] verify = derived.verifyData("client finished", hash());
        flight.add(new Part(HANDSHAKE, handshake(FINISHED, verify), true));
        return flight();
    }

    private void finished(ByteBuffer body, boolean sealed) {
        Keys derived = keys;
        byte[] shown = new byte[body.remaining()];
        body.get(shown);
        boolean right = sealed
                && derived != null
                && MessageDigest.isEqual(shown, derived.verifyData("server finished", hash()));
        state = right ? State.OPEN : State.CLOSED;
        flight.clear();
    }

    /** Of all messages so far; the digest goes on. */
    private byte[] hash() {
        try {
            return ((MessageDigest) transcript.clone()).digest();
        } catch (CloneNotSupportedException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private byte[] handshake(byte type, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(HANDSHAKE_HEAD + body.length)
                .putInt(body.length | (type << 24))
                .putShort((short) nextMessage++)
                .put(new byte[3])
                .put((byte) (body.length >> 16))
                .putShort((short) body.length)
                .put(body);
        transcript.update(message.array());
        return message.array();
    }

    private static int three(ByteBuffer in) {
        return ((in.get() & 0xFF) << 16) | (in.getShort() & 0xFFFF);
    }

    private byte[] clear(Part part) {
        return ByteBuffer.allocate(RECORD_HEAD + part.content().length)
                .put(part.type())
                .putShort((short) VERSION)
                .putLong(clearRecords++)
                .putShort((short) part.content().length)
                .put(part.content())
                .array();
    }

    private byte[] sealed(byte type, byte[] content) {
        long number = sealedRecords++;
        boolean named = connectionId.length > 0;
        byte[] plain = named
                ? ByteBuffer.allocate(content.length + 1).put(content).put(type).array()
                : content;
        byte[] associated = named ? associatedWithId(number, plain.length) : associated(type, number, plain.length);
        Keys session = requireKeys();
        byte[] secret = cipher.seal(session.clientKey(), session.clientNonce(number), associated, plain);
        return ByteBuffer.allocate(RECORD_HEAD + connectionId.length + Long.BYTES + secret.length)
                .put(named ? WITH_CONNECTION_ID : type)
                .putShort((short) VERSION)
                .putLong(number)
                .put(connectionId)
                .putShort((short) (Long.BYTES + secret.length))
                .putLong(number)
                .put(secret)
                .array();
    }

    /** The server's records have no connection id: this end asked for none. */
    private byte @Nullable [] opened(byte type, long number, byte[] content) {
        Keys session = keys;
        int length = content.length - Long.BYTES - cipher.suite().tagBytes();
        if (session == null || length < 0) {
            return null;
        }
        byte[] secret = new byte[content.length - Long.BYTES];
        System.arraycopy(content, Long.BYTES, secret, 0, secret.length);
        byte[] nonce = session.serverNonce(ByteBuffer.wrap(content).getLong());
        return cipher.open(session.serverKey(), nonce, associated(type, number, length), secret);
    }

    private static byte[] associated(byte type, long number, int length) {
        return ByteBuffer.allocate(RECORD_HEAD)
                .putLong(number)
                .put(type)
                .putShort((short) VERSION)
                .putShort((short) length)
                .array();
    }

    /** RFC 9146, §5.3. */
    private byte[] associatedWithId(long number, int length) {
        return ByteBuffer.allocate(Long.BYTES + 3 + RECORD_HEAD - 1 + connectionId.length)
                .putLong(-1)
                .put(WITH_CONNECTION_ID)
                .put((byte) connectionId.length)
                .put(WITH_CONNECTION_ID)
                .putShort((short) VERSION)
                .putLong(number)
                .put(connectionId)
                .putShort((short) length)
                .array();
    }

    private Keys requireKeys() {
        Keys session = keys;
        if (session == null) {
            throw new IllegalStateException("the handshake is not that far");
        }
        return session;
    }
}
