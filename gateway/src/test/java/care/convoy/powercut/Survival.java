package care.convoy.powercut;

import java.util.Random;

/** What of the unsynced changes is on the disk after a power cut. */
public final class Survival {
    private final Way way;
    private final Random random;
    private final boolean sectors;

    /** How it is drawn. */
    public enum Way {
        /** Only what was synced. */
        NOTHING,
        /** All of it, as after a kill. */
        EVERYTHING,
        /** Of each file and directory the changes up to some point. */
        IN_ORDER,
        /** Pages and sectors of the changes at random, whatever their order; names up to some point. */
        TORN
    }

    public Survival(Way way, long seed) {
        this.way = way;
        this.random = new Random(seed);
        this.sectors = random.nextInt(3) == 0;
    }

    public Way way() {
        return way;
    }

    /** How many of a directory's changes, from the first, are kept. */
    int namesKept(int pending) {
        return switch (way) {
            case NOTHING -> 0;
            case EVERYTHING -> pending;
            case IN_ORDER, TORN -> random.nextInt(pending + 1);
        };
    }

    /** How many of a file's changes, from the first, are kept whole. */
    int changesKept(int pending) {
        return switch (way) {
            case NOTHING -> 0;
            case EVERYTHING -> pending;
            case IN_ORDER, TORN -> random.nextInt(pending + 1);
        };
    }

    /** Whether a piece of a later change is there as well. */
    boolean keepsPiece() {
        return way == Way.TORN && random.nextBoolean();
    }

    /** Whether a page may be torn, too: a disk with sectors of 512 bytes. */
    boolean tornAtSectors() {
        return sectors;
    }
}
