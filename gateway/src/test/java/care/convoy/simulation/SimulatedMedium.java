package care.convoy.simulation;

import care.convoy.alertlog.emergency.JournalMedium;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The emergency journal's bytes: what was not forced may be lost in a crash, wholly or in part; a force may fail. */
class SimulatedMedium implements JournalMedium {
    private record Write(byte[] bytes, int at) {}

    private final Random random;
    private final Tally tally;
    private final byte[] safe;
    private final byte[] seen;
    private final List<Write> notForced = new ArrayList<>();
    private final double failing;

    SimulatedMedium(Random random, Tally tally, int size, double failing) {
        this.random = random;
        this.tally = tally;
        this.failing = failing;
        safe = new byte[size];
        seen = new byte[size];
    }

    @Override
    public int size() {
        return seen.length;
    }

    @Override
    public void read(ByteBuffer into, int at) {
        into.put(seen, at, into.remaining());
    }

    @Override
    public void write(ByteBuffer bytes, int at) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        System.arraycopy(copy, 0, seen, at, copy.length);
        notForced.add(new Write(copy, at));
    }

    @Override
    public void force() throws IOException {
        if (failing > 0 && random.nextDouble() < failing) {
            tally.count(Fault.EMERGENCY_JOURNAL_FAILED);
            throw new IOException("the disk failed");
        }
        notForced.forEach(this::keep);
        notForced.clear();
    }

    /** Of what was not forced any write may have reached the disk, or half of it. */
    void crash() {
        for (Write write : notForced) {
            switch (random.nextInt(3)) {
                case 0 -> keep(write);
                case 1 -> System.arraycopy(write.bytes(), 0, safe, write.at(), write.bytes().length / 2);
                default -> {}
            }
        }
        notForced.clear();
        System.arraycopy(safe, 0, seen, 0, safe.length);
    }

    final void keep(Write write) {
        System.arraycopy(write.bytes(), 0, safe, write.at(), write.bytes().length);
    }

    @Override
    public void close() {}
}
