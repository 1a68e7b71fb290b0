package care.convoy.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the traced process has mapped for writing, and how they were when last looked at. */
final class MappedFiles {

    private final Map<Long, Path> byAddress = new HashMap<>();
    private final Map<Path, Mapping> byPath = new LinkedHashMap<>();

    private static final class Mapping {
        private final ByteBuffer now;
        private final ByteBuffer before;

        Mapping(ByteBuffer now) {
            this.now = now;
            this.before = ByteBuffer.allocate(now.capacity());
        }
    }

    /** Its size is that of the file now; what is in it already is seen by the next look. */
    void add(long address, Path file) throws IOException {
        byAddress.put(address, file);
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Mapping former = byPath.get(file);
                if (former == null || former.now.capacity() != channel.size()) {
                    byPath.put(file, new Mapping(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())));
                }
            }
        }
    }

    @Nullable
    Path at(long address) {
        return byAddress.get(address);
    }

    /** It was deleted; a file that is made in its place is another. */
    void forget(Path file) {
        byPath.remove(file);
    }

    /** The pages in which something was stored since the last look; the kernel writes a mapped file by the page. */
    List<DiskCall> look() {
        List<DiskCall> stored = new ArrayList<>();
        byPath.forEach((file, mapping) -> {
            int from = 0;
            while (from < mapping.now.capacity()) {
                int rest = mapping.now.capacity() - from;
                int same = mapping.now.slice(from, rest).mismatch(mapping.before.slice(from, rest));
                if (same < 0) {
                    break;
                }
                int at = (from + same) / CutFile.PAGE * CutFile.PAGE;
                byte[] bytes = new byte[Math.min(CutFile.PAGE, mapping.now.capacity() - at)];
                mapping.now.get(at, bytes);
                mapping.before.put(at, bytes);
                stored.add(new DiskCall.Stored(file, at, bytes));
                from = at + bytes.length;
            }
        });
        return stored;
    }
}
