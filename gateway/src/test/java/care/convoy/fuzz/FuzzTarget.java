package care.convoy.fuzz;

/** Something that reads bytes from outside. One thread. */
@FunctionalInterface
public interface FuzzTarget {
    /** Reads them. @throws RuntimeException or Error if that is a fault: nothing from outside may cause one */
    void feed(byte[] input);
}
