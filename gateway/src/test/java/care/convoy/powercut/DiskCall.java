package care.convoy.powercut;

import java.nio.file.Path;

/**
 * What a traced process did to its directory, in the order in which the kernel heard it. A call stands where it was entered;
 * a sync stands where it returned and says from where on it may have missed a write.
 */
public sealed interface DiskCall {
    /** A new, empty file. */
    record Create(Path file) implements DiskCall {}

    record MakeDirectory(Path directory) implements DiskCall {}

    /** Bytes written by a call. @param number of this call, for {@link Sync#covers} */
    record Write(Path file, long at, byte[] bytes, long number) implements DiskCall {}

    /** Bytes that were stored into a mapping of the file since it was last looked at. */
    record Stored(Path file, long at, byte[] bytes) implements DiskCall {}

    record Resize(Path file, long bytes, long number) implements DiskCall {}

    record Delete(Path file) implements DiskCall {}

    record Rename(Path from, Path to) implements DiskCall {}

    /** @param covers every write with a smaller number, for a later one may have been under way when the sync began */
    record Sync(Path file, long covers) implements DiskCall {}

    /** The entries of a directory were made durable. */
    record SyncDirectory(Path directory) implements DiskCall {}

    /** The process told the world something: from here on it must not be forgotten. */
    record Said(String line) implements DiskCall {}
}
