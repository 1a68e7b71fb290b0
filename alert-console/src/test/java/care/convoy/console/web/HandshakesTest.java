package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.web.Handshakes.Limits;
import care.convoy.console.web.Handshakes.Outcome;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers and others at the port of HTTPS, before there is TLS. */
class HandshakesTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final long LONG = 60_000;

    @TempDir
    static Path directory;

    private static X509KeyManager keys;
    private static SSLContext client;

    @BeforeAll
    static void certificate() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            own.load(file, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, PASSWORD);
        keys = (X509KeyManager) factory.getKeyManagers()[0];
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, PASSWORD);
        believed.setCertificateEntry("console", (X509Certificate) own.getCertificate("console"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
    }

    private static ConsoleFixture console(Limits limits) {
        return new ConsoleFixture(ConsoleConfig.on("127.0.0.1", 0)
                .withHttps(new ConsoleConfig.Https(
                        "127.0.0.1", 0, keys, List.of("TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256"), limits)));
    }

    private static Socket silent(ConsoleFixture console) throws IOException {
        return new Socket("127.0.0.1", console.server.httpsPort());
    }

    private static void handshake(ConsoleFixture console) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", console.server.httpsPort())) {
            socket.startHandshake();
            // the server has seen the end of it when it answers
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    private static Handshakes of(ConsoleFixture console) {
        return Objects.requireNonNull(console.server.handshakes());
    }

    @Test
    void ofTooManyUnfinishedTheOldestGivesWayToABrowser() throws Exception {
        try (ConsoleFixture console = console(new Limits(2, 8, LONG));
                Socket first = silent(console);
                Socket second = silent(console);
                Socket third = silent(console)) {
            assertThat(first.getInputStream().read()).as("closed").isEqualTo(-1);
            assertThat(of(console).unfinishedNow()).isEqualTo(2);

            handshake(console);

            assertThat(second.getInputStream().read()).as("closed").isEqualTo(-1);
            assertThat(third.isConnected()).isTrue();
            assertThat(of(console).get(Outcome.EVICTED)).isEqualTo(2);
            assertThat(of(console).get(Outcome.DONE)).isEqualTo(1);
            assertThat(of(console).unfinishedNow()).isEqualTo(1);
        }
    }

    @Test
    void oneThatSaysNothingIsClosedAtTheDeadlineAfterARenewalToo() throws Exception {
        try (ConsoleFixture console = console(new Limits(8, 8, 50))) {
            try (Socket before = silent(console)) {
                assertThat(before.getInputStream().readAllBytes()).as("closed").hasSizeLessThan(64);
            }
            console.server.renew(keys);
            try (Socket after = silent(console)) {
                assertThat(after.getInputStream().readAllBytes()).as("closed").hasSizeLessThan(64);
            }
            assertThat(of(console).get(Outcome.DEADLINE)).isEqualTo(2);
        }
    }

    @Test
    void plainHttpIsCountedAsNoTls() throws Exception {
        try (ConsoleFixture console = console(new Limits(8, 8, LONG));
                Socket plain = silent(console)) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.getInputStream().readAllBytes();
            assertThat(of(console).get(Outcome.NOT_TLS)).isEqualTo(1);
            assertThat(of(console).unfinishedNow()).isZero();
        }
    }

    @Test
    void oneMoreThanMayWaitIsRefusedBeforeAnythingIsComputed() throws Exception {
        ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        Handshakes handshakes = new Handshakes(new Limits(8, 1, LONG));
        SslContext tls = handshakes.guard(SslContextBuilder.forServer(keys).build());
        EmbeddedChannel waits = hello(tls, tasks::add);
        EmbeddedChannel refused = hello(tls, tasks::add);

        assertThat(tasks).as("only the first is to be computed").hasSize(1);
        assertThat(handshakes.get(Outcome.SHED)).isEqualTo(1);
        assertThat(refused.isOpen()).isFalse();
        assertThat(waits.isOpen()).isTrue();

        tasks.remove().run();
        EmbeddedChannel next = hello(tls, tasks::add);
        assertThat(next.isOpen()).as("there is room again").isTrue();
        tasks.remove().run();
        for (EmbeddedChannel each : List.of(waits, next)) {
            each.runPendingTasks();
            each.close();
        }
        assertThat(handshakes.get(Outcome.ABANDONED)).isEqualTo(2);
        assertThat(handshakes.unfinishedNow()).isZero();
    }

    private static EmbeddedChannel hello(SslContext tls, Executor tasks) throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel(tls.newHandler(ByteBufAllocator.DEFAULT, tasks));
        SSLEngine engine = client.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(hello.flip()));
        channel.runPendingTasks();
        return channel;
    }
}
