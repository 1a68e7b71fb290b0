package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which bytes of a broker reach the client. */
class PacketGuardTest {
    private static final int MOST = 300;

    private final List<Long> refused = new ArrayList<>();

    private PacketGuard guard(InputStream in) {
        return new PacketGuard(in, MOST, refused::add);
    }

    private PacketGuard guard(byte... bytes) {
        return guard(new ByteArrayInputStream(bytes));
    }

    private static byte[] packet(int body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x30);
        if (body > 127) {
            packet.write(body % 128 | 0x80);
            packet.write(body / 128);
        } else {
            packet.write(body);
        }
        for (int i = 0; i < body; i++) {
            packet.write(i);
        }
        return packet.toByteArray();
    }

    /** A socket whose time-out passes in front of every byte, so many times. */
    private static InputStream slow(int times, byte... bytes) {
        return new InputStream() {
            private int at;
            private int waited;

            @Override
            public int read() throws IOException {
                if (waited < times) {
                    waited++;
                    throw new SocketTimeoutException();
                }
                waited = 0;
                return at < bytes.length ? Byte.toUnsignedInt(bytes[at++]) : -1;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int one = read();
                if (one < 0) {
                    return -1;
                }
                to[from] = (byte) one;
                return 1;
            }
        };
    }

    @Test
    void packetsUpToTheMostPassUnchangedHoweverTheyAreRead() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int body : new int[] {0, 1, 127, 128, MOST - 3, 0, 200}) {
            all.writeBytes(packet(body));
        }
        PacketGuard guard = guard(all.toByteArray());
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        byte[] some = new byte[70];
        int read = 0;
        while (read >= 0) {
            passed.write(some, 0, read);
            if (random.nextBoolean()) {
                read = guard.read(some, 0, 1 + random.nextInt(some.length));
            } else {
                int one = guard.read();
                some[0] = (byte) one;
                read = one < 0 ? -1 : 1;
            }
        }
        assertThat(passed.toByteArray()).isEqualTo(all.toByteArray());
        assertThat(refused).isEmpty();
    }

    @Test
    void onePacketTooLargeIsCutBeforeItsFirstByte() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(packet(5));
        all.writeBytes(packet(MOST - 2));
        PacketGuard guard = guard(all.toByteArray());
        assertThat(guard.readNBytes(7)).hasSize(7);
        assertThatThrownBy(guard::read).isInstanceOf(IOException.class).hasMessageContaining("301 bytes");
        assertThat(refused).containsExactly(301L);
    }

    @Test
    void twoHundredAndFiftySixMegabytesAreCut() {
        PacketGuard guard = guard((byte) 0x30, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x7F);
        assertThatThrownBy(guard::read).isInstanceOf(IOException.class);
        assertThat(refused).containsExactly(268_435_460L);
    }

    @Test
    void aLengthOfFiveBytesIsCut() {
        PacketGuard guard = guard((byte) 0x30, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0);
        assertThatThrownBy(guard::read).hasMessageContaining("more than four bytes");
    }

    @Test
    void aHeaderIsHandedOnWholeThoughTheSocketTimesOutWithinIt() throws IOException {
        PacketGuard guard = guard(slow(4, packet(128)));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(guard::read).as("before it").isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(guard.read()).isEqualTo(0x30);
        assertThat(guard.read()).isEqualTo(0x80);
        assertThat(guard.read()).isEqualTo(1);
    }

    @Test
    void whoStopsWithinAHeaderIsCut() {
        PacketGuard guard = guard(slow(5, packet(1)));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(guard::read).isInstanceOf(SocketTimeoutException.class);
        }
        assertThatThrownBy(guard::read).hasMessageContaining("stopped within a fixed header");
        assertThatThrownBy(guard((byte) 0x30)::read).isInstanceOf(EOFException.class);
    }
}
