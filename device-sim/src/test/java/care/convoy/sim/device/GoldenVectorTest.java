package care.convoy.sim.device;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.Decoded;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Upward;
import care.convoy.sim.scripted.Diary;
import care.convoy.sim.scripted.Heard;
import care.convoy.sim.scripted.ScriptedGateway;
import care.convoy.sim.wearer.Wearer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a simulated device writes and understands is what firmware-protocol/vectors says, byte by byte, on a real socket. Only
 * the time in the header is the simulator's own.
 */
class GoldenVectorTest {
    private static final DeviceKey KEY = DeviceKey.fromHex("0f".repeat(32));
    private static final String ID = "sim-d00001";
    private static final int TIME_FROM = 2 * 11;
    private static final int TIME_TO = 2 * 17;
    private static final int LOGIN_NUMBERS = 2;

    private final Diary diary = new Diary();
    private final EventLoopGroup loops = Mast.eventLoops(1);
    private final Mast mast = Mast.raiseMasts(loops, 1, Manners.AS_SPECIFIED).getFirst();
    private final ScriptedGateway gateway =
            ScriptedGateway.open((session, heard, time) -> {}).knows(ID, KEY);

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        gateway.close();
    }

    private static byte[] vector(String name) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("../firmware-protocol/vectors", name + ".hex"))) {
            if (!line.startsWith("@")) {
                hex.append(line.replaceAll("#.*|\\s", ""));
            }
        }
        return HexFormat.of().parseHex(hex);
    }

    private static NativeMessage decoded(byte[] frame) {
        List<Decoded> found = new ArrayList<>();
        new FrameReader().feed(ByteBuffer.wrap(frame), FrameSink.decoding(found::add));
        return (NativeMessage) found.getFirst();
    }

    /** A device whose next number after the login is the vector's. */
    private NativeDevice deviceAt(NativeMessage vector) {
        long firstNumber = vector.header().sequence() - LOGIN_NUMBERS;
        var identity = new NativeIdentity(ID, "r1", KEY, vector.header().epoch(), firstNumber);
        NativeDevice device = new NativeDevice(identity, new Wearer(1), List.of(gateway.address()), mast, diary);
        mast.loop().execute(device::connect);
        diary.await("online");
        return device;
    }

    private static void assertSameButTime(Heard heard, byte[] frame) {
        String message = HexFormat.of().formatHex(frame, 4, frame.length - 4);
        assertThat(heard.hex().substring(0, TIME_FROM)).isEqualTo(message.substring(0, TIME_FROM));
        assertThat(heard.hex().substring(TIME_TO)).isEqualTo(message.substring(TIME_TO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heartbeat-full",
                "heartbeat-nothing-measured",
                "vitals-full",
                "vitals-nothing-measured",
                "location-gnss",
                "location-south-west"
            })
    void reportsAreTheVectorsBytes(String name) throws IOException {
        byte[] frame = vector(name);
        NativeMessage vector = decoded(frame);
        NativeDevice device = deviceAt(vector);
        mast.loop().execute(() -> device.report((Upward) vector.message(), System.nanoTime()));

        diary.await("reportAnswered");

        assertSameButTime(gateway.ordinary().getFirst(), frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sos-bare", "sos-with-location", "fall-still", "fall-nothing-known", "low-battery", "removed"})
    void confirmedMessagesAreTheVectorsBytes(String name) throws IOException {
        byte[] frame = vector(name);
        NativeMessage vector = decoded(frame);
        NativeDevice device = deviceAt(vector);
        gateway.play(ScriptedGateway.PROMPT);
        mast.loop().execute(() -> device.raise((Upward) vector.message(), System.nanoTime()));

        diary.await("received");

        assertSameButTime(gateway.confirmed().getFirst(), frame);
    }

    @Test
    void receivedAsInTheVectorAnswersThePressOfTheVector() throws IOException {
        byte[] received = vector("received-committed");
        NativeMessage press = decoded(vector("sos-bare"));
        gateway.play((session, heard, time) -> session.writeRaw(received));
        NativeDevice device = deviceAt(press);
        mast.loop().execute(() -> device.raise((Upward) press.message(), System.nanoTime()));

        Diary.Entry entry = diary.await("received");

        assertThat(entry.key()).isEqualTo(ID + "/42/200");
        assertThat(entry.detail()).isEqualTo("0192f0c1-a2b3-4c5d-8e6f-708192a3b4c5");
    }

    @Test
    void damagedBytesAreSkippedAndTheNextFrameIsTaken() throws IOException {
        byte[] received = vector("received-committed");
        byte[] damaged = received.clone();
        damaged[20] ^= 1;
        NativeMessage press = decoded(vector("sos-bare"));
        gateway.play((session, heard, time) -> {
            session.writeRaw(damaged);
            session.writeRaw(received);
        });
        NativeDevice device = deviceAt(press);
        mast.loop().execute(() -> device.raise((Upward) press.message(), System.nanoTime()));

        diary.await("received");

        assertThat(diary.all("oddity")).extracting(Diary.Entry::detail).containsExactly("BAD_CRC");
        assertThat(diary.all("offline")).isEmpty();
    }
}
