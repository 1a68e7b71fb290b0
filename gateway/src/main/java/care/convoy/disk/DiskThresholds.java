package care.convoy.disk;

/**
 * Below how many free bytes a level begins. A level that was reached is left only when a quarter more than that is free, so
 * that it does not flicker.
 */
public record DiskThresholds(long lowBytes, long tightBytes, long fullBytes) {
    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;

    public DiskThresholds {
        if (fullBytes < 0 || tightBytes < fullBytes || lowBytes < tightBytes) {
            throw new IllegalArgumentException("disk watch: 0 <= full <= tight <= low");
        }
    }

    /**
     * A tenth, a twentieth and a fiftieth of the disk, but at most 4 GB, 1 GB and 256 MB, and at least 24, 16 and 8 MB: so
     * much a small disk needs for a snapshot and the last segments.
     */
    public static DiskThresholds of(long totalBytes) {
        return new DiskThresholds(
                Math.clamp(totalBytes / 10, 24 * MEGABYTE, 4 * GIGABYTE),
                Math.clamp(totalBytes / 20, 16 * MEGABYTE, GIGABYTE),
                Math.clamp(totalBytes / 50, 8 * MEGABYTE, 256 * MEGABYTE));
    }

    /** The level with so much free, coming from another one. */
    DiskLevel level(long freeBytes, DiskLevel former) {
        DiskLevel now = plain(freeBytes);
        return now.compareTo(former) < 0 ? less(plain(freeBytes * 4 / 5), former) : now;
    }

    private static DiskLevel less(DiskLevel one, DiskLevel other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private DiskLevel plain(long freeBytes) {
        if (freeBytes < fullBytes) {
            return DiskLevel.FULL;
        }
        if (freeBytes < tightBytes) {
            return DiskLevel.TIGHT;
        }
        return freeBytes < lowBytes ? DiskLevel.LOW : DiskLevel.OK;
    }
}
