package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Message;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.TlsCounters.Outcome;
import care.convoy.ingest.connection.TlsDoor;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Issued;
import care.convoy.tls.Authority.Request;
import care.convoy.tls.TlsFiles;
import care.convoy.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native devices through TLS, on real sockets, with the JDK's own client. */
class NativeTlsTest {
    private static final TlsDoor.Limits USUAL = new TlsDoor.Limits(1, 256, 1_000, 5_000);

    @TempDir
    Path directory;

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final NativeListener listener = NativeListener.start(
            new NativeListenerConfig(
                    "127.0.0.1",
                    0,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    10_000,
                    NativeSealing.ACCEPTED,
                    50),
            loops,
            gateway.services());
    private final Authority authority = new Authority("test authority");
    private @Nullable TlsSource source;
    private @Nullable TlsDoor door;

    NativeTlsTest() throws GeneralSecurityException {
        gateway.registry.put(List.of(
                Gateway.device("tag-1", Protocol.NATIVE, Frames.KEY),
                Gateway.device("tag-2", Protocol.NATIVE, Frames.KEY)));
        gateway.log.committing();
    }

    private TlsDoor open(boolean clientCa, boolean required, TlsDoor.Limits limits) throws Exception {
        Path certificate = directory.resolve("gateway.pem");
        Path key = directory.resolve("gateway.key");
        authority.issue(Request.server()).write(certificate, key);
        Path ca = clientCa ? authority.write(directory.resolve("ca.pem")) : null;
        TlsSource opened = TlsSource.open(
                new TlsFiles(certificate, key, ca, required), directory.resolve("kept"), InstantSource.system());
        TlsDoor made = new TlsDoor(opened::current, limits, System::nanoTime);
        source = opened;
        door = made;
        listener.listenTls(new InetSocketAddress("127.0.0.1", 0), made);
        return made;
    }

    private TlsSource source() {
        if (source == null) {
            throw new IllegalStateException("not open yet");
        }
        return source;
    }

    @AfterEach
    void close() {
        listener.close();
        if (door != null) {
            assertThat(door.unfinishedNow()).isZero();
            door.close();
        }
        loops.close();
        gateway.close();
        source().close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        assertThat(listener.halfOpen()).isZero();
        leaks.close();
    }

    private SSLSocket socket(SSLContext context) throws IOException {
        return (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.tlsPort());
    }

    private Device device(@Nullable Issued shown) throws Exception {
        return new Device(socket(authority.client(shown)));
    }

    private Socket raw() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.tlsPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static Message sos() {
        return new Upward.Sos(1, null);
    }

    private static void press(Device device) throws IOException {
        device.say(sos());
        assertThat(device.next().message()).isInstanceOf(Downward.Received.class);
    }

    @Test
    void aPressIsReceivedThroughTls() throws Exception {
        TlsDoor made = open(false, false, USUAL);
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            SSLSocket socket = socket(authority.client(null));
            socket.setEnabledProtocols(new String[] {protocol});
            try (Device device = new Device(socket).logIn("tag-1")) {
                press(device);
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                assertThat(socket.getSession().getCipherSuite()).matches(".*(GCM|POLY1305).*");
            }
        }
        assertThat(made.counters().get(Outcome.DONE)).isEqualTo(2);
    }

    @Test
    void oldVersionsAndWeakSuitesAreRefused() throws Exception {
        TlsDoor made = open(false, false, USUAL);
        try (SSLSocket socket = socket(authority.client(null))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
        try (Socket old = raw()) {
            // a ClientHello of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA
            old.getOutputStream().write(hello(1));
            byte[] alert = old.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(21).endsWith(2, 70);
        }
        assertThat(counted(made, Outcome.FAILED, 2)).isEqualTo(2);
    }

    private static byte[] hello(int minorVersion) {
        byte[] hello = new byte[5 + 4 + 41];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = (byte) minorVersion;
        hello[4] = 45;
        hello[5] = 1;
        hello[8] = 41;
        hello[9] = 3;
        hello[10] = (byte) minorVersion;
        hello[45] = 2;
        hello[47] = 0x2F;
        hello[48] = 1;
        return hello;
    }

    /** Waits until so many were counted; the loop counts after the peer has seen the end. */
    private static long counted(TlsDoor door, Outcome outcome, long wanted) throws InterruptedException {
        for (int i = 0; i < 2_000 && door.counters().get(outcome) < wanted; i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return door.counters().get(outcome);
    }

    @Test
    void aPlainDeviceOnTheTlsPortIsClosedAtOnce() throws Exception {
        TlsDoor made = open(false, false, USUAL);
        try (Device plain = new Device(listener.tlsPort())) {
            plain.send(Frames.hello(Frames.login("tag-1", 0, 1)));
            assertThat(plain.isClosed()).isTrue();
        }
        assertThat(made.counters().get(Outcome.NOT_TLS)).isEqualTo(1);
        assertThat(listener.counters().endings(Ending.NO_TLS)).isEqualTo(1);
    }

    @Test
    void handshakesThatDawdleCostNoEngineAndEndAtTheLoginDeadline() throws Exception {
        TlsDoor made = open(false, false, USUAL);
        List<Socket> slow = new ArrayList<>();
        try (Device loggedIn = device(null).logIn("tag-1")) {
            for (int i = 0; i < 50; i++) {
                Socket socket = raw();
                socket.getOutputStream().write(hello(3), 0, 20);
                slow.add(socket);
            }
            press(loggedIn);
            assertThat(made.unfinishedNow()).isZero();
            for (Socket socket : slow) {
                assertThat(socket.getInputStream().read()).isNegative();
            }
            press(loggedIn);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertThat(listener.counters().endings(Ending.LOGIN_DEADLINE)).isEqualTo(50);
    }

    /** Sends a whole ClientHello of TLS 1.3 and never goes on. */
    private Socket stalled() throws Exception {
        Socket socket = raw();
        SSLEngine engine = authority.client(null).createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(32_768);
        engine.wrap(ByteBuffer.allocate(0), out);
        socket.getOutputStream().write(out.array(), 0, out.position());
        assertThat(socket.getInputStream().read()).as("the ServerHello").isEqualTo(22);
        return socket;
    }

    @Test
    void ofTooManyUnfinishedHandshakesTheOldestIsClosedAndTheRestMeetTheirDeadline() throws Exception {
        TlsDoor made = open(false, false, new TlsDoor.Limits(1, 256, 3, 1_000));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stalled.add(stalled());
        }
        try (Device prompt = device(null).logIn("tag-1")) {
            press(prompt);
        }
        for (Socket socket : stalled) {
            socket.getInputStream().readAllBytes();
            socket.close();
        }
        long evicted = counted(made, Outcome.EVICTED, 3);
        assertThat(evicted).isEqualTo(3);
        assertThat(counted(made, Outcome.DEADLINE, 2)).isEqualTo(2);
    }

    @Test
    void oneThatHangsUpInTheMiddleIsNoFaultOfTls() throws Exception {
        TlsDoor made = open(false, false, USUAL);
        try (Socket reset = stalled()) {
            reset.setSoLinger(true, 0);
        }
        stalled().close();
        assertThat(counted(made, Outcome.ABANDONED, 2)).isEqualTo(2);
        assertThat(made.counters().get(Outcome.FAILED)).isZero();
    }

    @Test
    void moreThanMayWaitAreRefusedBeforeAnythingIsComputed() throws Exception {
        TlsDoor made = open(false, false, new TlsDoor.Limits(0, 2, 100, 1_000));
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = raw();
            socket.getOutputStream().write(hello(3));
            waiting.add(socket);
        }
        assertThat(counted(made, Outcome.SHED, 1)).isEqualTo(1);
        for (Socket socket : waiting) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            socket.close();
        }
        assertThat(counted(made, Outcome.DEADLINE, 2)).isEqualTo(2);
    }

    @Test
    void aRenewedCertificateIsForNewConnectionsAndOpenOnesStay() throws Exception {
        open(false, false, USUAL);
        try (Device before = device(null).logIn("tag-1")) {
            Issued renewed = authority.issue(Request.server());
            renewed.write(directory.resolve("gateway.pem"), directory.resolve("gateway.key"));
            assertThat(source().reload().taken()).isTrue();
            SSLSocket socket = socket(authority.client(null));
            try (Device after = new Device(socket).logIn("tag-2")) {
                assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(renewed.certificate());
                press(before);
                press(after);
            }
        }
    }

    @Test
    void aCertificateMustNameTheDeviceThatLogsIn() throws Exception {
        open(true, false, USUAL);
        try (Device own = device(authority.issue(Request.device("tag-1"))).logIn("tag-1")) {
            press(own);
        }
        try (Device none = device(null).logIn("tag-1")) {
            press(none);
        }
        Request named = Request.device("tag-1").withUri("urn:convoy:device:tag-2");
        try (Device other = device(authority.issue(named))) {
            other.send(Frames.hello(Frames.login("tag-1", 0, 1)));
            assertThat(other.next().message())
                    .isEqualTo(new SessionMessage.Close(CloseReason.UNKNOWN_DEVICE, Message.NOT_MEASURED));
        }
        try (Device byUri = device(authority.issue(named)).logIn("tag-2")) {
            press(byUri);
        }
        assertThat(listener.counters().loginFailures(LoginFailure.FOREIGN_CERTIFICATE))
                .isEqualTo(1);
    }

    @Test
    void aResumedSessionStillNamesItsDevice() throws Exception {
        open(true, true, USUAL);
        SSLContext client = authority.client(authority.issue(Request.device("tag-1")));
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            long first = 0;
            for (int i = 0; i < 2; i++) {
                SSLSocket socket = socket(client);
                socket.setEnabledProtocols(new String[] {protocol});
                try (Device device = new Device(socket).logIn("tag-1")) {
                    press(device);
                    long created = socket.getSession().getCreationTime();
                    assertThat(i == 0 || created == first).as("resumed").isTrue();
                    first = created;
                }
            }
            SSLSocket socket = socket(client);
            socket.setEnabledProtocols(new String[] {protocol});
            try (Device foreign = new Device(socket)) {
                foreign.send(Frames.hello(Frames.login("tag-2", 0, 1)));
                assertThat(foreign.next().message()).isInstanceOf(SessionMessage.Close.class);
            }
        }
    }

    @Test
    void aMissingOrForeignCertificateIsRefusedWhereOneIsRequired() throws Exception {
        TlsDoor made = open(true, true, USUAL);
        Issued strangers = new Authority("stranger").issue(Request.device("tag-1"));
        Issued expired = authority.issue(Request.device("tag-1").until(Duration.ofDays(-1)));
        for (Issued shown : new Issued[] {null, strangers, expired}) {
            try (Device device = device(shown)) {
                assertThatThrownBy(() -> device.logIn("tag-1")).isInstanceOfAny(SSLException.class, IOException.class);
            }
        }
        assertThat(counted(made, Outcome.CLIENT_CERTIFICATE, 3)).isEqualTo(3);
        assertThat(listener.counters().logins()).isZero();
    }
}
