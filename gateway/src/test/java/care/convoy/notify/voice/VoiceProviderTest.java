package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Told;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of telephone, also bad ones, by hand; for telephones that others have written see {@link SippTest} and {@link BaresipTest}. */
class VoiceProviderTest {
    @TempDir
    Path directory;

    private Phone phone;
    private Calls calls;

    @BeforeEach
    void open() throws Exception {
        phone = new Phone();
        calls = new Calls(directory, phone.port());
    }

    @AfterEach
    void close() {
        calls.close();
        phone.close();
    }

    private void await(String counter, long least) throws InterruptedException {
        for (int tries = 0; calls.count(counter) < least && tries < 1_000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(calls.count(counter)).isGreaterThanOrEqualTo(least);
    }

    private void awaitLines(int inUse) throws InterruptedException {
        for (int tries = 0; calls.provider.linesInUse() != inUse && tries < 1_000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(calls.provider.linesInUse()).isEqualTo(inUse);
    }

    @Test
    void whoPressesOneComesAndIsThanked() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        assertThat(invite)
                .startsWith("INVITE sip:13900000001@example.org SIP/2.0")
                .contains("From: <sip:073180000000@example.org>")
                .contains("m=audio ")
                .contains("a=rtpmap:101 telephone-event/8000")
                .doesNotContain("convoy", "secret");
        phone.reply(invite, "180 Ringing");
        phone.reply(invite, "200 OK", phone.sdp());
        phone.next("ACK");
        // silence first, then the text
        assertThat(Tones.loudness(phone.listen(20))).isLessThan(50);
        assertThat(Tones.loudness(phone.listen(50))).isGreaterThan(Tones.LOUD / 3.0);
        assertThat(calls.told).containsExactly(Told.ANSWERED);
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
        assertThat(Tones.loudness(phone.listen(30))).isGreaterThan(Tones.LOUD / 4.0);
        phone.reply(phone.next("BYE"), "200 OK");
        awaitLines(0);
        assertThat(calls.count("digits")).isOne();
        assertThat(calls.told).isEmpty();
    }

    @Test
    void packetsComeInOrderEachOfTwentyMilliseconds() throws Exception {
        calls.call();
        phone.answer();
        RtpPacket before = phone.audio();
        for (int count = 0; count < 50; count++) {
            RtpPacket next = phone.audio();
            assertThat(next.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
            assertThat(next.timestamp() - before.timestamp()).isEqualTo(160);
            assertThat(next.source()).isEqualTo(before.source());
            assertThat(next.payload().remaining()).isEqualTo(160);
            before = next;
        }
    }

    @Test
    void theTextIsSaidTwiceAndWhoPressesNothingHasNotHeardIt() throws Exception {
        calls.call();
        phone.answer();
        // 0.6 s of silence, the text, 1.2 s, the text, 2 s of waiting
        List<Short> heard = phone.listen(240);
        assertThat(Tones.loudness(heard.subList(5_600, 12_000))).isGreaterThan(Tones.LOUD / 2.0);
        assertThat(Tones.loudness(heard.subList(13_200, 22_000))).isLessThan(50);
        assertThat(Tones.loudness(heard.subList(23_000, 29_600))).isGreaterThan(Tones.LOUD / 2.0);
        phone.reply(phone.next("BYE"), "200 OK");
        assertThat(calls.next()).isEqualTo(Told.UNHEARD);
    }

    @Test
    void aDigitComesAlsoBySipInfo() throws Exception {
        calls.call();
        phone.answer();
        phone.request("INFO", 2, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n");
        phone.next("SIP/2.0 200");
        phone.request("INFO", 3, "application/dtmf-relay", "Signal= 2\r\nDuration=160\r\n");
        assertThat(calls.next()).isEqualTo(Told.DECLINED);
        phone.reply(phone.next("BYE"), "200 OK");
    }

    @Test
    void whoAsksForTheCentreHearsItsNumberAndMayStillAnswer() throws Exception {
        calls.close();
        calls = new Calls(directory, phone.port(), 5, "0731");
        calls.call();
        phone.answer();
        phone.listen(10);
        phone.press('9');
        // its number twice, with words around it: longer than the text
        assertThat(Tones.loudness(phone.listen(300))).isGreaterThan(Tones.LOUD / 4.0);
        phone.reply(phone.next("BYE"), "200 OK");
        assertThat(calls.next()).isEqualTo(Told.ASKED_FOR_CENTRE);

        calls.provider.send(Calls.message(2), calls.told::add);
        phone.answer();
        phone.audio();
        phone.press('9');
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
    }

    @Test
    void whoIsOnlyToldIsNotAsked() throws Exception {
        calls.provider.send(Calls.message(1, Action.INFORM, Calls.TEXT), calls.told::add);
        phone.answer();
        phone.audio();
        phone.press('2');
        phone.reply(phone.next("BYE"), "200 OK");
        assertThat(calls.next()).isEqualTo(Told.DELIVERED);
    }

    @ParameterizedTest
    @CsvSource({
        "486 Busy Here, BUSY",
        "600 Busy Everywhere, BUSY",
        "480 Temporarily Unavailable, NO_ANSWER",
        "408 Request Timeout, NO_ANSWER",
        "603 Decline, REJECTED",
        "404 Not Found, UNREACHABLE",
        "484 Address Incomplete, UNREACHABLE",
        "604 Does Not Exist Anywhere, UNREACHABLE",
        "488 Not Acceptable Here, FAILED",
        "403 Forbidden, FAILED",
        "302 Moved Temporarily, FAILED",
        "503 Service Unavailable, DOWN",
        "401 Unauthorized, DOWN",
    })
    void everyRefusalIsTold(String status, Told expected) throws Exception {
        calls.call();
        phone.reply(phone.next("INVITE"), status);
        phone.next("ACK");
        assertThat(calls.next()).isEqualTo(expected);
        awaitLines(0);
    }

    @ParameterizedTest
    @CsvSource({"401, WWW-Authenticate, Authorization", "407, Proxy-Authenticate, Proxy-Authorization"})
    void provesWhoWeAreOnceAndByTheStrongerDigest(int status, String asks, String proves) throws Exception {
        calls.call();
        String plain = phone.next("INVITE");
        String challenge = asks + ": Digest realm=\"r\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"\r\n" + asks
                + ": Digest realm=\"r\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\", opaque=\"o\"\r\n";
        phone.replyWith(plain, status + " Who Are You", challenge);
        phone.next("ACK");
        String proven = phone.next("INVITE");
        assertThat(proven).contains("CSeq: 2 INVITE");
        String proof = Phone.find(proven, proves + ": Digest ([^\r]+)");
        assertThat(proof).contains("username=\"convoy\"", "nonce=\"n2\"", "opaque=\"o\"", "nc=00000001");
        String clientNonce = Phone.find(proof, "cnonce=\"([^\"]+)\"");
        assertThat(Phone.find(proof, "response=\"([^\"]+)\""))
                .isEqualTo(new Digest("SHA-256", "r", "n2", "auth")
                        .response("convoy", "secret", "INVITE", "sip:13900000001@example.org", clientNonce));
        phone.replyWith(proven, status + " Wrong", challenge);
        phone.next("ACK");
        assertThat(calls.next()).isEqualTo(Told.DOWN);
        assertThat(phone.isQuiet("INVITE", 300)).isTrue();
    }

    @Test
    void whatRingsTooLongIsCancelled() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        phone.reply(invite, "183 Session Progress");
        String cancel = phone.next("CANCEL");
        assertThat(calls.next()).isEqualTo(Told.NO_ANSWER);
        phone.reply(cancel, "200 OK");
        phone.reply(invite, "487 Request Terminated");
        phone.next("ACK");
        awaitLines(0);
    }

    @Test
    void aTrunkThatSaysNothingIsDownAndWhatItStartsLateIsCancelled() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        assertThat(calls.next()).isEqualTo(Told.DOWN);
        awaitLines(0);
        phone.reply(invite, "180 Ringing");
        phone.reply(phone.next("CANCEL"), "200 OK");
        phone.reply(invite, "487 Request Terminated");
        phone.next("ACK");
    }

    @Test
    void whoIsNeededNoMoreHearsNoMoreRinging() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        phone.reply(invite, "180 Ringing");
        // the provider must have heard that it rings
        TimeUnit.MILLISECONDS.sleep(200);
        calls.provider.withdraw(Calls.message(1).key());
        phone.reply(phone.next("CANCEL"), "200 OK");
        phone.reply(invite, "487 Request Terminated");
        phone.next("ACK");
        assertThat(calls.next()).isEqualTo(Told.WITHDRAWN);
        awaitLines(0);
        assertThat(calls.told).isEmpty();
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        phone.reply(invite, "180 Ringing");
        TimeUnit.MILLISECONDS.sleep(200);
        calls.provider.withdraw(Calls.message(1).key());
        String cancel = phone.next("CANCEL");
        phone.reply(invite, "200 OK", phone.sdp());
        phone.reply(cancel, "200 OK");
        phone.next("ACK");
        phone.reply(phone.next("BYE"), "200 OK");
        assertThat(calls.next()).isEqualTo(Told.WITHDRAWN);
        awaitLines(0);
        assertThat(calls.told).isEmpty();
    }

    @Test
    void whoListensWhenItIsNeededNoMoreIsToldSo() throws Exception {
        calls.call();
        phone.answer();
        phone.listen(5);
        calls.provider.withdraw(Calls.message(1).key());
        assertThat(calls.next()).isEqualTo(Told.WITHDRAWN);
        assertThat(Tones.loudness(phone.listen(40))).isGreaterThan(Tones.LOUD / 3.0);
        phone.reply(phone.next("BYE"), "200 OK");
        awaitLines(0);
    }

    @Test
    void whatIsWithdrawnBeforeItWasSentIsNeverSent() throws Exception {
        calls.close();
        calls = new Calls(directory, phone.port(), 1, "");
        calls.call();
        String first = phone.next("INVITE");
        phone.reply(first, "180 Ringing");
        calls.provider.send(Calls.message(2), calls.told::add);
        calls.provider.withdraw(Calls.message(2).key());
        assertThat(calls.next()).isEqualTo(Told.WITHDRAWN);
    }

    @Test
    void anAnswerThatIsRepeatedIsAcknowledgedAgainAndCountsOnce() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        phone.reply(invite, "200 OK", phone.sdp());
        phone.next("ACK");
        phone.reply(invite, "200 OK", phone.sdp());
        phone.next("ACK");
        phone.reply(invite, "200 OK", phone.sdp());
        phone.next("ACK");
        assertThat(calls.count("calls.answered")).isOne();
        assertThat(calls.count("calls.answered.minutes")).as("one begun").isOne();
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
    }

    @Test
    void aSecondTelephoneThatTakesTheSameCallIsLetGo() throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        String another = invite.replaceFirst("To: ([^\r]+)", "To: $1;tag=another");
        phone.reply(invite, "180 Ringing");
        phone.reply(another, "180 Ringing");
        // the provider must have heard that both ring
        TimeUnit.MILLISECONDS.sleep(200);
        phone.reply(invite, "200 OK", phone.sdp());
        phone.next("ACK");
        phone.reply(another, "200 OK", phone.sdp());
        assertThat(phone.next("BYE")).contains("tag=another");
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
    }

    @Test
    void whoHangsUpHasNotAnswered() throws Exception {
        calls.call();
        phone.answer();
        phone.listen(40);
        phone.request("BYE", 5, "", "");
        phone.next("SIP/2.0 200");
        assertThat(calls.next()).isEqualTo(Told.UNHEARD);
        awaitLines(0);
    }

    @Test
    void aReInviteGetsTheSameDescription() throws Exception {
        calls.call();
        phone.answer();
        phone.request("INVITE", 6, "application/sdp", phone.sdp());
        String answer = phone.next("SIP/2.0 200");
        assertThat(answer.substring(answer.indexOf("v=0")))
                .isEqualTo(phone.invite.substring(phone.invite.indexOf("v=0")));
        phone.request("ACK", 6, "", "");
        phone.request("INVITE", 7, "application/sdp", Phone.sdp("18", 4_000));
        phone.next("SIP/2.0 488");
        phone.request("ACK", 7, "", "");
        phone.request("OPTIONS", 8, "", "");
        phone.next("SIP/2.0 200");
        phone.request("UPDATE", 9, "", "");
        phone.next("SIP/2.0 405");
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"18", "101", "''"})
    void aTelephoneThatSpeaksNoneOfOurCodecsIsLetGo(String formats) throws Exception {
        calls.call();
        String invite = phone.next("INVITE");
        phone.reply(invite, "200 OK", formats.isEmpty() ? "" : Phone.sdp(formats, 4_000));
        phone.next("ACK");
        phone.reply(phone.next("BYE"), "200 OK");
        assertThat(calls.next()).isEqualTo(Told.FAILED);
        assertThat(calls.count("calls.no.audio")).isOne();
    }

    @Test
    void aDigitOfAStrangerCountsForNothing() throws Exception {
        calls.call();
        phone.answer();
        phone.listen(5);
        phone.press('5');
        await("digits", 1);
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            phone.press(stranger, '1');
        }
        await("rtp.strange", 8);
        phone.press('2');
        assertThat(calls.next()).isEqualTo(Told.DECLINED);
    }

    @Test
    void callsAreNoMoreThanLines() throws Exception {
        calls.close();
        calls = new Calls(directory, phone.port(), 1, "");
        calls.call();
        phone.answer();
        phone.audio();
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
        // the first one's line is free for the channel, and the telephone still hears thanks
        calls.provider.send(Calls.message(2), calls.told::add);
        String ended = phone.next();
        assertThat(ended).startsWith("BYE");
        phone.reply(ended, "200 OK");
        phone.reply(phone.next("INVITE"), "486 Busy Here");
        assertThat(calls.next()).isEqualTo(Told.BUSY);
    }

    @Test
    void whatCannotBeDialledIsUnreachable() throws Exception {
        for (String address : List.of("", "sip:1@evil", "1", "138 0000;phone-context=x", "\r\nVia: x")) {
            assertThat(VoiceProvider.number(address)).isNull();
        }
        assertThat(VoiceProvider.number("+86 (731) 8000-0000")).isEqualTo("+8673180000000");
        assertThat(VoiceProvider.number("0731-80000000转8123")).isEqualTo("073180000000,8123");
    }

    @Test
    void anExtensionIsDialledBeforeTheTextIsSaid() throws Exception {
        calls.provider.send(Calls.messageTo("073180000000,81"), calls.told::add);
        phone.answer();
        assertThat(phone.invite).startsWith("INVITE sip:073180000000@example.org");
        Digits digits = new Digits();
        StringBuilder dialled = new StringBuilder();
        RtpPacket last = phone.audio();
        for (int packets = 0; packets < 100 || last.payloadType() == Phone.EVENTS; packets++) {
            char key = last.payloadType() == Phone.EVENTS ? digits.read(last) : Digits.NONE;
            if (key != Digits.NONE) {
                dialled.append(key);
            }
            last = phone.audio();
        }
        assertThat(dialled.toString()).isEqualTo("81");
        assertThat(Tones.loudness(phone.listen(50))).isGreaterThan(Tones.LOUD / 4.0);
    }

    @Test
    void aTextThatNothingCanSpeakIsNotCalled() throws Exception {
        calls.provider.send(Calls.message(1, Action.CALL, "无人录过"), calls.told::add);
        assertThat(calls.next()).isEqualTo(Told.FAILED);
        assertThat(phone.isQuiet("INVITE", 300)).isTrue();
        assertThat(calls.count("speech.failed")).isOne();
    }

    @Test
    void strangersAndHostileBytesDoNoHarm() throws Exception {
        calls.call();
        phone.answer();
        Random random = new Random(7);
        byte[] message = phone.invite.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int count = 0; count < 2_000; count++) {
            byte[] broken = message.clone();
            for (int change = random.nextInt(30); change >= 0; change--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            phone.bytes(java.util.Arrays.copyOf(broken, 1 + random.nextInt(broken.length)));
        }
        // refusals of what could still be read come first; as over UDP it is sent again until it is answered
        String options = "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + phone.port()
                + ";branch=z9hG4bKopt\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@b>\r\nCall-ID: stranger\r\n"
                + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        String answer = "";
        for (int tries = 0; tries < 40 && !answer.contains("Call-ID: stranger"); tries++) {
            phone.send(options);
            answer = phone.lookFor("Call-ID: stranger", 500);
        }
        assertThat(answer).startsWith("SIP/2.0 200");
        assertThat(answer).contains("Allow: ");
        phone.press('1');
        assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
    }
}
