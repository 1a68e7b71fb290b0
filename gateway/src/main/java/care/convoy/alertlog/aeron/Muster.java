package care.convoy.alertlog.aeron;

import care.convoy.alertlog.aeron.MusterWord.Standing;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the three members know of each other outside of the log, by datagrams on a port of their own: before one takes part
 * it must have the same list of members and the same key, and an empty directory founds a log only together with two other
 * empty ones. A wiped member that joined a living log empty would have forgotten its vote and what it had confirmed.
 *
 * <p>Thread {@code log-muster} asks and answers, ten times a second while members assemble, then each second. What it hears
 * is not authenticated, like all between the members; see docs/operations.md. Bounded by the number of members.
 */
final class Muster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Muster.class);
    private static final int LISTEN_MILLIS = 100;
    private static final long ASSEMBLY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Duration LISTEN_TO_OTHERS = Duration.ofMillis(500);

    private final Membership membership;
    private final DatagramSocket socket;
    private final Thread thread;
    private final long nonce = new SecureRandom().nextLong();
    private final @Nullable Heard[] heard;
    private final long[] coFounders;
    private volatile Supplier<Self> self;
    private volatile boolean assembling = true;
    private volatile boolean closing;

    /** What this member says of itself, as in {@link MusterWord}. */
    record Self(Standing standing, long logId, Reach reach, boolean leads) {
        /** Before it has a log, or before it knows. */
        static Self starting(Standing standing, long logId) {
            return new Self(standing, logId, new Reach(0, 0, false), false);
        }
    }

    /** How far it is with the log. */
    record Reach(long logFrom, long position, boolean live) {}

    /** The last word of another member. */
    private record Heard(MusterWord word, long atNanos) {}

    /** Takes the port and begins to answer. */
    Muster(Membership membership, Self beginning) throws IOException {
        this.membership = membership;
        this.self = () -> beginning;
        this.heard = new Heard[membership.copies()];
        this.coFounders = new long[membership.copies()];
        this.socket = new DatagramSocket(address(membership.self()));
        socket.setSoTimeout(LISTEN_MILLIS);
        thread = LogEngine.named("log-muster").newThread(this::run);
        thread.start();
    }

    private static InetSocketAddress address(Membership.Member member) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(member.host()), member.portBase() + Membership.MUSTER);
    }

    /**
     * Waits until it is known that this member may take part.
     *
     * @param founding whether its directory is empty: then both others must answer, and be empty too
     * @throws MembershipConflict if it may not
     */
    void assemble(boolean founding, Duration patience) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long patienceNanos = (founding ? patience : LISTEN_TO_OTHERS).toNanos();
        synchronized (heard) {
            while (true) {
                List<Integer> silent = checked(founding);
                if (silent.isEmpty()) {
                    break;
                }
                long leftNanos = patienceNanos - (System.nanoTime() - begin);
                if (leftNanos <= 0 && founding) {
                    throw new MembershipConflict("this alert log is new, and a new log begins only when all three"
                            + " members are there; " + silentMembers(silent) + ": start it, and see that UDP passes");
                }
                if (leftNanos <= 0) {
                    break;
                }
                heard.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
            }
        }
    }

    private String silentMembers(List<Integer> silent) {
        List<String> named = new ArrayList<>();
        for (int id : silent) {
            named.add("member " + id + " at " + membership.members().get(id).endpoint(Membership.MUSTER)
                    + " does not answer");
        }
        return String.join(", ", named);
    }

    /** Which members have said nothing yet. @throws MembershipConflict if one of the others forbids to take part */
    private List<Integer> checked(boolean founding) throws MembershipConflict {
        List<Integer> silent = new ArrayList<>();
        for (int id = 0; id < heard.length; id++) {
            Heard last = heard[id];
            if (id == membership.memberId()) {
                continue;
            }
            if (last == null || (founding && isStale(last))) {
                silent.add(id);
            } else {
                check(id, last.word(), founding);
            }
        }
        return silent;
    }

    private void check(int id, MusterWord word, boolean founding) throws MembershipConflict {
        if (word.listMark() != membership.listMark()) {
            throw new MembershipConflict("member " + id + " was given another list of --members; all need the same");
        }
        if (word.keyMark() != membership.keyMark()) {
            throw new MembershipConflict("member " + id + " has another vault.key: notes in the log are sealed with it,"
                    + " so all members need the same; copy it from the member whose data count");
        }
        if (founding && word.logId() != 0 && !word.coFounder()) {
            throw new MembershipConflict("member " + id + " has an alert log already, and this directory is empty:"
                    + " seed it first with './convoy member seed' (the other two must run)");
        }
    }

    /** From now on this member's words are these. */
    void follow(Supplier<Self> newSelf) {
        self = newSelf;
        assembling = false;
    }

    /** What another member said within the last seconds; null if it is silent. */
    @Nullable
    MusterWord of(int member) {
        synchronized (heard) {
            Heard last = heard[member];
            return last == null || isStale(last) ? null : last.word();
        }
    }

    /** The other members' words of the last seconds. */
    List<MusterWord> words() {
        List<MusterWord> words = new ArrayList<>();
        for (int id = 0; id < membership.copies(); id++) {
            MusterWord word = id == membership.memberId() ? null : of(id);
            if (word != null) {
                words.add(word);
            }
        }
        return words;
    }

    /** The word of the member that leads; null if none of the others does. */
    @Nullable
    MusterWord leader() {
        for (MusterWord word : words()) {
            if (word.leads() && word.logId() != 0) {
                return word;
            }
        }
        return null;
    }

    private static boolean isStale(Heard last) {
        return System.nanoTime() - last.atNanos() > FRESH_NANOS;
    }

    /** What this member says of itself. Any thread. */
    Self self() {
        return self.get();
    }

    private void run() {
        long askAtNanos = System.nanoTime();
        ByteBuffer buffer = ByteBuffer.allocate(2 * MusterWord.BYTES);
        while (!closing) {
            try {
                if (System.nanoTime() - askAtNanos >= 0) {
                    askAtNanos = System.nanoTime() + (assembling ? ASSEMBLY_NANOS : WATCH_NANOS);
                    askAll();
                }
                DatagramPacket packet = new DatagramPacket(buffer.array(), buffer.capacity());
                socket.receive(packet);
                MusterWord word = MusterWord.read(ByteBuffer.wrap(buffer.array(), 0, packet.getLength()));
                if (word != null && word.member() < heard.length) {
                    hear(word, packet.getSocketAddress());
                }
            } catch (SocketTimeoutException quiet) {
                // time to ask again, or to end
            } catch (IOException | RuntimeException failed) {
                noteFailure(failed);
            }
        }
    }

    private void noteFailure(Exception failed) {
        if (!closing) {
            LOG.debug("log.muster.failed", failed);
        }
    }

    private void hear(MusterWord word, SocketAddress from) throws IOException {
        if (word.member() != membership.memberId() && word.standing() != Standing.VISITOR) {
            synchronized (heard) {
                if (word.standing() == Standing.EMPTY && self.get().standing() == Standing.EMPTY) {
                    coFounders[word.member()] = word.nonce();
                }
                heard[word.member()] = new Heard(word, System.nanoTime());
                heard.notifyAll();
            }
        }
        if (word.asks()) {
            byte[] answer = word(false, word).toBytes();
            socket.send(new DatagramPacket(answer, answer.length, from));
        }
    }

    private void askAll() {
        for (int id = 0; id < heard.length; id++) {
            if (id != membership.memberId()) {
                ask(membership.members().get(id));
            }
        }
    }

    /** A member that cannot be reached now is asked again. */
    private void ask(Membership.Member member) {
        try {
            byte[] question = word(true, null).toBytes();
            socket.send(new DatagramPacket(question, question.length, address(member)));
        } catch (IOException unreachable) {
            noteFailure(unreachable);
        }
    }

    private MusterWord word(boolean asks, @Nullable MusterWord to) {
        Self now = self.get();
        boolean coFounder = now.standing() == Standing.EMPTY
                || (to != null && to.standing() == Standing.EMPTY && coFounders[to.member()] == to.nonce());
        return new MusterWord(
                asks,
                membership.memberId(),
                now.standing(),
                coFounder,
                now.leads(),
                now.reach().live(),
                membership.keyMark(),
                membership.listMark(),
                nonce,
                now.logId(),
                now.reach().logFrom(),
                now.reach().position());
    }

    @Override
    public void close() {
        closing = true;
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
