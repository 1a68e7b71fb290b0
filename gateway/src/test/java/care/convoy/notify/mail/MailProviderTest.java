package care.convoy.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Message;
import care.convoy.notify.Recipient;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import care.convoy.notify.mail.SmtpConfig.Tls;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailProviderTest {
    private static final String TEXT = "【护航】王奶奶19:32按了呼救键，还没有人应答。您现在能去看看吗？\n.一行\n";
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));

    @TempDir
    Path directory;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void need() throws Exception {
        String missing = MailPeer.missing();
        Assumptions.assumeTrue(missing == null, missing);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private MailPeer peer(String mode) throws Exception {
        MailPeer peer = new MailPeer(directory, mode);
        open.add(peer);
        return peer;
    }

    private MailProvider provider(SmtpConfig config, long givenUpMillis) {
        MailProvider provider = new MailProvider(config, givenUpMillis);
        open.addFirst(provider);
        return provider;
    }

    private MailProvider provider(SmtpConfig config) {
        return provider(config, 30_000);
    }

    private static SmtpConfig config(MailPeer peer, Tls tls) {
        return new SmtpConfig(
                "127.0.0.1",
                peer.port(),
                tls,
                tls == Tls.NONE ? "" : MailPeer.USER,
                tls == Tls.NONE ? "" : MailPeer.PASSWORD,
                "alarm@convoy.example",
                "护航",
                tls == Tls.NONE ? null : peer.authority(),
                4);
    }

    private static Message message(String address, int step) {
        Recipient one = WordsForTests.recipient();
        Recipient to = new Recipient(one.contact(), one.name(), address, one.language(), one.hours());
        return new Message(
                new EffectKey(ALERT, step, 1), Action.CALL, true, to, TEXT, "", "https://c.example/x?a=b&c=d");
    }

    private @Nullable Told tell(MailProvider provider, String address) throws InterruptedException {
        provider.send(message(address, 3), told::add);
        return told.poll(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"starttls,STARTTLS", "implicit,IMPLICIT"})
    void aMailComesAsItWasWrittenEncryptedAndWithALogin(String mode, Tls tls) throws Exception {
        MailPeer peer = peer(mode);
        MailProvider provider = provider(config(peer, tls));
        assertThat(tell(provider, "li@example.org")).isEqualTo(Told.DELIVERED);
        JsonNode mail = peer.await();
        assertThat(mail.get("encrypted").asBoolean()).isTrue();
        assertThat(mail.get("login").asText()).isEqualTo(MailPeer.USER);
        assertThat(mail.get("greeted").asText()).isEqualTo("convoy.example");
        assertThat(mail.get("from").asText()).isEqualTo("alarm@convoy.example");
        assertThat(mail.get("to").toString()).isEqualTo("[\"li@example.org\"]");
        assertThat(mail.get("fromName").asText()).isEqualTo("护航");
        assertThat(mail.get("text").asText().replace("\r\n", "\n").strip())
                .isEqualTo(TEXT + "\n\nhttps://c.example/x?a=b&c=d");
        assertThat(MailPeer.head(mail, "To")).isEqualTo("li@example.org");
        assertThat(MailPeer.head(mail, "Subject")).isEqualTo("紧急求助，请马上查看");
        assertThat(MailPeer.head(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(MailPeer.head(mail, "Importance")).isEqualTo("high");
        assertThat(MailPeer.head(mail, "Date")).isNotEmpty();
        String id = MailPeer.head(mail, "Message-ID");
        assertThat(id).isEqualTo("<" + ALERT + "-3-1@convoy.example>");

        assertThat(tell(provider, "li@example.org")).isEqualTo(Told.DELIVERED);
        JsonNode second = peer.await();
        assertThat(MailPeer.head(second, "Message-ID")).as("known again").isEqualTo(id);
        assertThat(second.get("peer").toString())
                .as("by the same connection")
                .isEqualTo(mail.get("peer").toString());
        assertThat(provider.taken()).isEqualTo(2);
    }

    @Test
    void aServerOnThisMachineNeedsNeitherLoginNorEncryption() throws Exception {
        MailPeer peer = peer("plain");
        assertThat(tell(provider(config(peer, Tls.NONE)), "li@example.org")).isEqualTo(Told.DELIVERED);
        assertThat(peer.await().get("encrypted").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown, UNREACHABLE",
        "relay, UNREACHABLE",
        "spam, UNREACHABLE",
        "later, FAILED",
        "quota, FAILED",
        "words, FAILED",
        "full, THROTTLED",
        "leaving, DOWN",
        "closes, DOWN"
    })
    void whatTheAnswersMean(String local, Told meaning) throws Exception {
        MailPeer peer = peer("starttls");
        MailProvider provider = provider(config(peer, Tls.STARTTLS));
        assertThat(tell(provider, local + "@example.org")).isEqualTo(meaning);
        assertThat(tell(provider, "li@example.org"))
                .as("the next one is none the worse")
                .isEqualTo(Told.DELIVERED);
    }

    @Test
    void whoMayNotSendIsAMatterOfTheWholeProvider() throws Exception {
        MailPeer peer = peer("starttls");
        SmtpConfig good = config(peer, Tls.STARTTLS);
        SmtpConfig forged = new SmtpConfig(
                good.host(),
                good.port(),
                good.tls(),
                good.user(),
                good.password(),
                "forged@convoy.example",
                "",
                good.authority(),
                4);
        assertThat(tell(provider(forged), "li@example.org")).isEqualTo(Told.DOWN);
        SmtpConfig wrong = new SmtpConfig(
                good.host(), good.port(), good.tls(), "convoy", "other", good.from(), "", good.authority(), 4);
        assertThat(tell(provider(wrong), "li@example.org")).isEqualTo(Told.DOWN);
        assertThat(peer.waiting()).isZero();
    }

    @Test
    void withoutEncryptionNothingIsSent() throws Exception {
        MailPeer plain = peer("plain");
        assertThat(tell(provider(config(plain, Tls.STARTTLS)), "li@example.org"))
                .as("no STARTTLS")
                .isEqualTo(Told.DOWN);
        assertThat(plain.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"starttls,STARTTLS", "implicit,IMPLICIT"})
    void toAServerOfAnotherNameNothingIsSent(String mode, Tls tls) throws Exception {
        MailPeer peer = peer(mode);
        SmtpConfig good = config(peer, tls);
        SmtpConfig otherName = new SmtpConfig(
                "localhost",
                good.port(),
                good.tls(),
                good.user(),
                good.password(),
                good.from(),
                "",
                good.authority(),
                4);
        assertThat(tell(provider(otherName), "li@example.org"))
                .as("the certificate is for 127.0.0.1")
                .isEqualTo(Told.DOWN);
        SmtpConfig stranger = new SmtpConfig(
                good.host(), good.port(), good.tls(), good.user(), good.password(), good.from(), "", null, 4);
        assertThat(tell(provider(stranger), "li@example.org"))
                .as("signed by nobody that Java knows")
                .isEqualTo(Told.DOWN);
        assertThat(peer.waiting()).isZero();
    }

    @Test
    void aServerThatIsNotThereOrSaysNothingIsDown() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        assertThat(tell(provider(silent(closed)), "li@example.org")).isEqualTo(Told.DOWN);
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            provider(silent(mute.getLocalPort()), 200).send(message("li@example.org", 3), told::add);
            try (Socket taken = mute.accept()) {
                assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.DOWN);
                assertThat(taken.isConnected()).isTrue();
            }
        }
    }

    private static SmtpConfig silent(int port) {
        return new SmtpConfig("127.0.0.1", port, Tls.NONE, "", "", "alarm@convoy.example", "", null, 1);
    }

    @Test
    void whatIsTakenTooLateIsToldAllTheSame() throws Exception {
        MailPeer peer = peer("starttls");
        MailProvider provider = provider(config(peer, Tls.STARTTLS), 1);
        provider.send(message("slow@example.org", 3), told::add);
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.DOWN);
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.DELIVERED);
        peer.await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "li",
                "li@",
                "@example.org",
                "li@example.org\r\nRCPT TO:<x@example.org>",
                "li@example.org\nBcc: x@example.org",
                "li@example.org,x@example.org",
                "Li <li@example.org>",
                "li@example.org>",
                "li (x)@example.org",
                "\"li\"@example.org",
                "li..wang@example.org",
                "li@example..org",
                "li@-example.org",
                "李@example.org",
                "li@exämple.org",
                "li@[127.0.0.1]",
                "li\u0000@example.org",
                "li@example.org\u2028"
            })
    void toWhatIsNoAddressNothingIsSent(String address) throws Exception {
        MailProvider provider = provider(silent(9));
        assertThat(tell(provider, address)).isEqualTo(Told.UNREACHABLE);
        assertThat(provider.unusable()).isEqualTo(1);
    }

    @Test
    void manyAtOnceAllArrive() throws Exception {
        MailPeer peer = peer("starttls");
        MailProvider provider = provider(config(peer, Tls.STARTTLS));
        for (int step = 0; step < 40; step++) {
            provider.send(message("li" + step + "@example.org", step), told::add);
        }
        List<String> to = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(Told.DELIVERED);
            to.add(peer.await().get("to").get(0).asText());
        }
        assertThat(to).doesNotHaveDuplicates().hasSize(40);
    }
}
