package care.convoy.powercut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk behind a cache: what was synced is on it for certain, of the rest any part may be. Follows the calls one by one
 * and lays out, after any of them, a directory as a power cut may leave it.
 *
 * <p>Held to what POSIX promises and not to what one file system does: contents by a sync of the file, a name (created,
 * deleted, renamed) only by a sync of its directory.
 */
public final class CutDisk {
    private final Path root;
    private final Map<Path, Directory> directories = new LinkedHashMap<>();

    /** @param root of all files, with its own name durable */
    public CutDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Names of one directory: as synced, as they are, and what lies between in order. */
    private static final class Directory {
        private final Map<Path, CutFile> durable = new TreeMap<>();
        private final Map<Path, CutFile> now = new TreeMap<>();
        private final List<NameChange> pending = new ArrayList<>();
    }

    /** Names that change together. */
    private record NameChange(Map<Path, CutFile> added, List<Path> removed) {
        void on(Map<Path, CutFile> names) {
            removed.forEach(names::remove);
            names.putAll(added);
        }
    }

    /** The next call was made. */
    public void follow(DiskCall call) {
        switch (call) {
            case DiskCall.MakeDirectory made -> {
                require(!made.directory().equals(root));
                change(made.directory(), new NameChange(Map.of(made.directory(), CutFile.directory()), List.of()));
                directories.putIfAbsent(made.directory(), new Directory());
            }
            case DiskCall.Create created ->
                change(created.file(), new NameChange(Map.of(created.file(), new CutFile()), List.of()));
            case DiskCall.Delete deleted -> change(deleted.file(), new NameChange(Map.of(), List.of(deleted.file())));
            case DiskCall.Rename renamed ->
                change(
                        renamed.from(),
                        new NameChange(Map.of(renamed.to(), file(renamed.from())), List.of(renamed.from())));
            case DiskCall.Write write -> file(write.file()).write(write.at(), write.bytes(), write.number());
            case DiskCall.Stored stored ->
                file(stored.file()).write(stored.at(), stored.bytes(), CutFile.BEFORE_THE_NEXT_SYNC);
            case DiskCall.Resize resize -> file(resize.file()).resize(resize.bytes(), resize.number());
            case DiskCall.Sync sync -> file(sync.file()).sync(sync.covers());
            case DiskCall.SyncDirectory sync -> {
                Directory directory = directory(sync.directory());
                directory.pending.forEach(change -> change.on(directory.durable));
                directory.pending.clear();
            }
            case DiskCall.Said _ -> {
                // nothing to do with the disk
            }
        }
    }

    private void change(Path path, NameChange change) {
        Directory directory = directory(path.getParent());
        change.on(directory.now);
        directory.pending.add(change);
    }

    private static void require(boolean rootIsDurable) {
        if (!rootIsDurable) {
            throw new IllegalStateException("the root itself must be there before the process begins");
        }
    }

    private Directory directory(Path path) {
        return directories.computeIfAbsent(path, _ -> new Directory());
    }

    private CutFile file(Path path) {
        CutFile file = directory(path.getParent()).now.get(path);
        if (file == null) {
            throw new IllegalStateException("a call on a file that was never made: " + path);
        }
        return file;
    }

    /** Lays out what a power cut now may leave. @param target an empty directory in the root's place */
    public void cut(Path target, Survival survival) throws IOException {
        Map<Path, CutFile> left = new HashMap<>();
        for (Directory directory : directories.values()) {
            Map<Path, CutFile> names = new TreeMap<>(directory.durable);
            int kept = survival.namesKept(directory.pending.size());
            directory.pending.subList(0, kept).forEach(change -> change.on(names));
            left.putAll(names);
        }
        for (Map.Entry<Path, CutFile> each : new TreeMap<>(left).entrySet()) {
            if (isReachable(each.getKey(), left)) {
                Path path = target.resolve(root.relativize(each.getKey()));
                if (each.getValue().isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    each.getValue().layOut(path, survival);
                }
            }
        }
    }

    /** A file whose directory's name was lost is lost with it. */
    private boolean isReachable(Path path, Map<Path, CutFile> left) {
        for (Path up = path.getParent(); up.startsWith(root) && !up.equals(root); up = up.getParent()) {
            if (!left.containsKey(up)) {
                return false;
            }
        }
        return true;
    }
}
