package care.convoy.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file of the {@link CutDisk}: its durable pages, and the changes that no sync has covered yet. */
final class CutFile {
    static final int PAGE = 4_096;
    static final int SECTOR = 512;

    /** The number of a change that every later sync covers. */
    static final long BEFORE_THE_NEXT_SYNC = -1;

    private final boolean directory;
    private final Image durable = new Image();
    private final List<Change> pending = new ArrayList<>();

    CutFile() {
        this(false);
    }

    private CutFile(boolean directory) {
        this.directory = directory;
    }

    static CutFile directory() {
        return new CutFile(true);
    }

    boolean isDirectory() {
        return directory;
    }

    /** @param bytes what is written, or none: then {@code at} is the new size */
    private record Change(long at, byte[] bytes, boolean resize, long number) {}

    void write(long at, byte[] bytes, long number) {
        pending.add(new Change(at, bytes, false, number));
    }

    void resize(long size, long number) {
        pending.add(new Change(size, new byte[0], true, number));
    }

    void sync(long covers) {
        List<Change> left = new ArrayList<>();
        for (Change change : pending) {
            if (change.number() < covers) {
                durable.apply(change);
            } else {
                left.add(change);
            }
        }
        pending.clear();
        pending.addAll(left);
    }

    void layOut(Path path, Survival survival) throws IOException {
        Image image = new Image(durable);
        int kept = survival.changesKept(pending.size());
        int unit = survival.tornAtSectors() ? SECTOR : PAGE;
        for (int i = 0; i < pending.size(); i++) {
            Change change = pending.get(i);
            if (i < kept) {
                image.apply(change);
            } else if (change.resize()) {
                if (survival.keepsPiece()) {
                    image.apply(change);
                }
            } else {
                applyPieces(image, change, unit, survival);
            }
        }
        image.writeTo(path);
    }

    private static void applyPieces(Image image, Change change, int unit, Survival survival) {
        int from = 0;
        while (from < change.bytes().length) {
            int room = unit - (int) ((change.at() + from) % unit);
            int to = Math.min(change.bytes().length, from + room);
            if (survival.keepsPiece()) {
                byte[] piece = Arrays.copyOfRange(change.bytes(), from, to);
                image.apply(new Change(change.at() + from, piece, false, 0));
            }
            from = to;
        }
    }

    /** Bytes in pages; what was never written is 0. */
    private static final class Image {
        private final Map<Long, byte[]> pages;
        private long size;

        Image() {
            pages = new TreeMap<>();
        }

        Image(Image other) {
            pages = new TreeMap<>(other.pages);
            size = other.size;
        }

        void apply(Change change) {
            if (change.resize()) {
                resize(change.at());
                return;
            }
            int done = 0;
            while (done < change.bytes().length) {
                long at = change.at() + done;
                int inPage = (int) (at % PAGE);
                int length = Math.min(PAGE - inPage, change.bytes().length - done);
                byte[] former = pages.get(at / PAGE);
                byte[] page = former == null ? new byte[PAGE] : former.clone();
                System.arraycopy(change.bytes(), done, page, inPage, length);
                pages.put(at / PAGE, page);
                done += length;
            }
            size = Math.max(size, change.at() + change.bytes().length);
        }

        private void resize(long newSize) {
            if (newSize < size) {
                pages.keySet().removeIf(page -> page * PAGE >= newSize);
                byte[] last = pages.get(newSize / PAGE);
                if (last != null) {
                    byte[] cut = new byte[PAGE];
                    System.arraycopy(last, 0, cut, 0, (int) (newSize % PAGE));
                    pages.put(newSize / PAGE, cut);
                }
            }
            size = newSize;
        }

        void writeTo(Path path) throws IOException {
            Files.createDirectories(path.getParent());
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
                    long at = page.getKey() * PAGE;
                    int length = (int) Math.min(PAGE, size - at);
                    file.write(ByteBuffer.wrap(page.getValue(), 0, length), at);
                }
                if (size > file.size()) {
                    file.write(ByteBuffer.wrap(new byte[1]), size - 1);
                }
            }
        }
    }
}
