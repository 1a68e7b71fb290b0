package care.convoy.powercut;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the lines of a trace into {@link DiskCall}s, stopping and continuing the process for a look at its mapped files. */
final class TracedProcess {
    private static final Set<String> WRITES = Set.of("pwrite64", "write");
    private static final Set<String> SYNCS = Set.of("fsync", "fdatasync", "msync");

    private final Path root;
    private final List<DiskCall> calls = new ArrayList<>();
    private final MappedFiles mapped = new MappedFiles();
    private final Map<Integer, Unfinished> unfinished = new HashMap<>();
    private final TreeMap<Long, Path> writing = new TreeMap<>();
    private final List<DiskCall> syncsToPlace = new ArrayList<>();
    private final Set<Integer> syncing = new HashSet<>();
    private final Set<Path> known = new HashSet<>();
    private final Map<Path, Long> places = new HashMap<>();
    private StoppedProcess stopped = new StoppedProcess();
    private boolean looked;
    private long number;
    private int linesLeft;

    TracedProcess(Path root) {
        this.root = root;
    }

    /** @param number of the write, or of the first write that the sync may miss */
    private record Unfinished(CallLine begun, long number) {}

    List<DiskCall> calls() {
        return List.copyOf(calls);
    }

    /** One process after the other on the same directory. @param lines after how many printed lines it is killed */
    void follow(BufferedReader trace, int lines) throws IOException {
        linesLeft = lines;
        unfinished.clear();
        writing.clear();
        try (StoppedProcess process = new StoppedProcess()) {
            stopped = process;
            String line = trace.readLine();
            while (line != null) {
                stopped.heard();
                take(CallLine.of(line));
                line = trace.readLine();
            }
            placeSyncs();
        }
    }

    private void take(CallLine line) throws IOException {
        stopped.lead(line.thread());
        if (line.kind() == CallLine.Kind.OTHER) {
            if (line.text().contains("stopped by SIGSTOP") && !looked) {
                stopped.awaitStop();
                placeSyncs();
                looked = true;
                stopped.proceed();
            }
            return;
        }
        if (syncing.contains(line.thread())) {
            placeSyncs();
        }
        switch (line.kind()) {
            case BEGUN -> begin(line);
            case ENDED -> end(line);
            default -> whole(line);
        }
    }

    private void begin(CallLine line) {
        long mark = number;
        if (WRITES.contains(line.name())) {
            mark = write(line);
        } else if (SYNCS.contains(line.name())) {
            mark = firstMissed(pathOf(line));
        }
        unfinished.put(line.thread(), new Unfinished(line, mark));
    }

    private void end(CallLine line) throws IOException {
        Unfinished begun = unfinished.remove(line.thread());
        if (begun == null) {
            return;
        }
        CallLine whole = new CallLine(
                line.thread(), line.name(), CallLine.Kind.WHOLE, begun.begun().text() + line.text());
        if (WRITES.contains(line.name())) {
            writing.remove(begun.number());
        } else if (SYNCS.contains(line.name())) {
            sync(whole, begun.number());
        } else {
            apply(whole);
        }
    }

    private void whole(CallLine line) throws IOException {
        if (WRITES.contains(line.name())) {
            writing.remove(write(line));
        } else if (SYNCS.contains(line.name())) {
            sync(line, firstMissed(pathOf(line)));
        } else {
            apply(line);
        }
    }

    private long firstMissed(@Nullable Path file) {
        for (Map.Entry<Long, Path> each : writing.entrySet()) {
            if (each.getValue().equals(file)) {
                return each.getKey();
            }
        }
        return number;
    }

    private long write(CallLine line) {
        Path file = below(line.pathOfDescriptor(0));
        long mine = number++;
        if (file == null && line.name().equals("write")) {
            printed(line);
        }
        if (file != null) {
            byte[] bytes = line.quoted(1);
            if (bytes.length != line.number(2)) {
                throw new IllegalStateException("not all bytes of a write were traced");
            }
            calls.add(new DiskCall.Write(file, placeOf(line, file, bytes.length), bytes, mine));
            writing.put(mine, file);
        }
        return mine;
    }

    /** A write without a place goes on where the one before ended, from the beginning of a file that was opened. */
    private long placeOf(CallLine write, Path file, int length) {
        if (write.name().equals("pwrite64")) {
            return write.number(3);
        }
        long place = places.getOrDefault(file, 0L);
        places.put(file, place + length);
        return place;
    }

    /** A sync is placed when the process was stopped behind it and its mapped files were looked at. */
    private void sync(CallLine line, long covers) {
        looked = false;
        Path file = pathOf(line);
        if (file != null && !line.failed()) {
            syncing.add(line.thread());
            syncsToPlace.add(
                    Files.isDirectory(file) ? new DiskCall.SyncDirectory(file) : new DiskCall.Sync(file, covers));
        }
    }

    private void placeSyncs() throws IOException {
        calls.addAll(mapped.look());
        calls.addAll(syncsToPlace);
        syncsToPlace.clear();
        syncing.clear();
    }

    private @Nullable Path pathOf(CallLine sync) {
        return sync.name().equals("msync") ? mapped.at(sync.number(0)) : below(sync.pathOfDescriptor(0));
    }

    private void apply(CallLine line) throws IOException {
        if (line.failed()) {
            return;
        }
        switch (line.name()) {
            case "openat" -> opened(line);
            case "mmap" -> mapped(line);
            case "mkdir" -> onPath(line, 0, DiskCall.MakeDirectory::new);
            case "ftruncate" -> {
                Path file = below(line.pathOfDescriptor(0));
                if (file != null) {
                    calls.add(new DiskCall.Resize(file, line.number(1), number++));
                }
            }
            case "unlink" -> onPath(line, 0, this::deleted);
            case "rename" ->
                onPath(line, 0, from -> {
                    Path to = Path.of(line.path(1));
                    known.remove(from);
                    known.add(to);
                    return new DiskCall.Rename(from, to);
                });
            default -> requireElsewhere(line);
        }
    }

    private interface Told {
        DiskCall of(Path path);
    }

    private void onPath(CallLine line, int argument, Told told) {
        Path path = below(line.path(argument));
        if (path != null) {
            calls.add(told.of(path));
        }
    }

    private DiskCall deleted(Path file) {
        known.remove(file);
        mapped.forget(file);
        return new DiskCall.Delete(file);
    }

    private void opened(CallLine line) {
        Path file = below(line.path(1));
        String flags = line.argument(2);
        if (file != null) {
            places.put(file, 0L);
        }
        if (file == null || !flags.contains("O_CREAT")) {
            return;
        }
        if (known.add(file) || flags.contains("O_EXCL")) {
            calls.add(new DiskCall.Create(file));
        } else if (flags.contains("O_TRUNC")) {
            calls.add(new DiskCall.Resize(file, 0, number++));
        }
    }

    private void mapped(CallLine line) throws IOException {
        Path file = below(line.pathOfDescriptor(4));
        if (file != null
                && line.argument(3).contains("MAP_SHARED")
                && line.argument(2).contains("PROT_WRITE")) {
            mapped.add(Long.decode(line.result()), file);
        }
    }

    private void printed(CallLine line) {
        if (line.argument(0).startsWith("1<")) {
            calls.add(new DiskCall.Said(new String(line.quoted(1), StandardCharsets.UTF_8).strip()));
            linesLeft--;
            if (linesLeft == 0) {
                stopped.kill();
            }
        }
    }

    /** What the model does not know must not touch the directory. */
    private void requireElsewhere(CallLine line) {
        for (int argument = 0; argument < 4; argument++) {
            boolean quoted = line.argument(argument).startsWith("\"");
            String path = quoted ? line.path(argument) : line.pathOfDescriptor(argument);
            if (below(path) != null) {
                throw new IllegalStateException(line.name() + " on " + path + " is not in the model");
            }
        }
    }

    private @Nullable Path below(@Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        Path normal = Path.of(path).normalize();
        return normal.startsWith(root) ? normal : null;
    }
}
