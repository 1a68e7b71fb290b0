package care.convoy.sim.ledger;

import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.device.MessageKey;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A press book as a file that is only ever appended to, one fact a line, so that another process can reconcile later:
 * <pre>
 * open RESIDENT ALERT PRESSES              was open before
 * sent DEVICE EPOCH SEQUENCE RESIDENT MILLIS
 * renumbered DEVICE EPOCH SEQUENCE EPOCH SEQUENCE
 * received DEVICE EPOCH SEQUENCE ALERT MILLIS [MICROS]     alert - if the client was not told it
 * </pre>
 * MILLIS is when it was written down, for people who look for pauses; since 1970, of a clock that may be set. MICROS is how long
 * the press waited for it, from when it was due; who reconciles does not read it.
 * Lines reach the operating system one by one and survive a kill of this process; they are not forced to the disk.
 * Thread-safe.
 */
public final class PressLedger implements AutoCloseable {
    private final BufferedWriter out;

    private PressLedger(BufferedWriter out) {
        this.out = out;
    }

    /** Opens a ledger to append to; makes it if it is not there. */
    public static PressLedger append(Path file) throws IOException {
        return new PressLedger(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Reads a whole ledger. @throws IOException naming a line that cannot be read; a last line without its end is left out */
    public static PressBook read(Path file) throws IOException {
        PressBook book = new PressBook();
        String text = Files.readString(file);
        int number = 0;
        try (BufferedReader lines =
                new BufferedReader(new StringReader(text.substring(0, text.lastIndexOf('\n') + 1)))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                enter(line.split(" "), book);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException unreadable) {
            throw new IOException(file + " line " + number + " is not a line of a press ledger", unreadable);
        }
        return book;
    }

    private static void enter(String[] fields, PressBook book) {
        switch (fields[0]) {
            case "open" -> book.wasOpen(new OpenAlert(fields[2], fields[1], "", Integer.parseInt(fields[3])));
            case "sent" -> book.sent(key(fields, fields[2], fields[3]), fields[4]);
            case "renumbered" -> book.renumbered(key(fields, fields[2], fields[3]), key(fields, fields[4], fields[5]));
            case "received" -> book.received(key(fields, fields[2], fields[3]), fields[4]);
            default -> throw new IllegalArgumentException(fields[0]);
        }
    }

    private static MessageKey key(String[] fields, String epoch, String sequence) {
        return new MessageKey(fields[1], Long.parseLong(epoch), Long.parseLong(sequence));
    }

    public void wasOpen(OpenAlert alert) {
        write("open " + alert.residentId() + ' ' + alert.id() + ' ' + alert.presses());
    }

    public void sent(MessageKey key, String residentId) {
        write("sent " + words(key) + ' ' + residentId + ' ' + System.currentTimeMillis());
    }

    public void renumbered(MessageKey former, MessageKey now) {
        write("renumbered " + words(former) + ' ' + now.epoch() + ' ' + now.sequence());
    }

    /** @param waitedNanos from when the press was due */
    public void received(MessageKey key, String alertId, long waitedNanos) {
        write("received " + words(key) + ' ' + alertId + ' ' + System.currentTimeMillis() + ' '
                + TimeUnit.NANOSECONDS.toMicros(waitedNanos));
    }

    private static String words(MessageKey key) {
        return key.deviceId() + ' ' + key.epoch() + ' ' + key.sequence();
    }

    private synchronized void write(String line) {
        try {
            out.write(line);
            out.newLine();
            out.flush();
        } catch (IOException full) {
            throw new UncheckedIOException("the ledger cannot be written", full);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
