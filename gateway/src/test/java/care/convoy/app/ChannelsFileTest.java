package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.notify.mail.SmtpConfig;
import care.convoy.notify.page.PageConfig;
import care.convoy.notify.voice.VoiceConfig;
import care.convoy.notify.webhook.WebhookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsFileTest {
    @TempDir
    Path directory;

    @BeforeEach
    void password() throws IOException {
        Files.writeString(directory.resolve("good"), "secret\n");
        Files.writeString(directory.resolve("long"), "more than eight");
    }

    private ChannelsFile read(String text) throws IOException {
        Path file = directory.resolve("channels.json");
        Files.writeString(file, text);
        return ChannelsFile.read(file);
    }

    @Test
    void readsWhatIsThereAndTheUsualForTheRest() throws IOException {
        ChannelsFile file = read("""
                { // who writes
                  "signature": "护航",
                  "duty": {"supervisor": {"voice": "13800000001"}},
                  "sms": {"host": "smsc", "systemId": "convoy", "passwordFile": "good", "sender": "1069"} }""");
        assertThat(file.wording().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(file.duty().supervisor()).hasSize(1);
        assertThat(file.duty().ambulance()).isEmpty();
        assertThat(Objects.requireNonNull(file.sms()).password()).isEqualTo("secret");
        assertThat(file.sms().port()).isEqualTo(2775);
        assertThat(file.sms().toString()).doesNotContain("secret");
        assertThat(read("{\"signature\": \"护航\"}").sms()).isNull();
        assertThat(read("{\"signature\": \"护航\"}").webhook()).isNull();
    }

    @Test
    void readsWherePagesOfContactsAre() throws IOException {
        PageConfig links = Objects.requireNonNull(
                read("{\"signature\": \"护航\", \"links\": {\"base\": \"https://help.example:8443/a/c/\"}}")
                        .links());
        assertThat(links.path()).isEqualTo("/a/c/");
        assertThat(links.hours()).isEqualTo(12);
        assertThat(links.bind()).isEqualTo("127.0.0.1");
        assertThat(links.tls()).isFalse();
        assertThat(links.proxies()).isEmpty();
        assertThat(links.map()).contains("{lat}", "{lon}");
        PageConfig other = Objects.requireNonNull(read("""
                {"signature": "护航", "links": {"base": "http://127.0.0.1:8090/c/", "map": false, "hours": 2,
                 "bind": "10.0.0.5", "proxies": ["10.0.0.0/8"]}}""").links());
        assertThat(other.map()).isEmpty();
        assertThat(other.proxies()).containsExactly("10.0.0.0/8");
        assertThat(other.isSecure()).isFalse();
    }

    @Test
    void readsToWhichHostsMessagesMayGo() throws IOException {
        Files.writeString(directory.resolve("whsec"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        WebhookConfig webhook = Objects.requireNonNull(read("""
                { "signature": "护航",
                  "webhook": {"hosts": {
                    "Hooks.example.org:8443": {"form": "standard", "secretFile": "whsec", "tls": false},
                    "oapi.dingtalk.com": {"form": "dingtalk", "secretFile": "good"},
                    "qyapi.weixin.qq.com": {"form": "wecom"} }}}""").webhook());
        assertThat(webhook.hosts())
                .containsOnlyKeys("hooks.example.org:8443", "oapi.dingtalk.com", "qyapi.weixin.qq.com");
        assertThat(Objects.requireNonNull(webhook.hosts().get("hooks.example.org:8443"))
                        .tls())
                .isFalse();
        assertThat(webhook.lines()).isEqualTo(10);
        assertThat(webhook.toString()).doesNotContain("secret", "whsec");
    }

    @Test
    void readsHowCallsAreMade() throws IOException {
        VoiceConfig voice = Objects.requireNonNull(read("""
                { "signature": "护航", "callBack": "0731-80000000",
                  "voice": {"host": "pbx.example", "transport": "tcp", "user": "1001", "passwordFile": "good",
                            "caller": "073180000000", "lines": 30, "rtpPorts": "20001-20998", "espeak": "true"} }""").voice());
        assertThat(voice.trunk())
                .isEqualTo(new VoiceConfig.Trunk(
                        "pbx.example", 5060, true, "1001", "secret", "pbx.example", "073180000000"));
        assertThat(voice.toString()).doesNotContain("secret");
        assertThat(voice.local()).isEqualTo(new VoiceConfig.Local("", 0, 20_002, 20_998, true));
        assertThat(voice.callBack()).isEqualTo("0731-80000000");
        assertThat(voice.ringSeconds()).isEqualTo(35);
    }

    @Test
    void readsWhatThingsCost() throws IOException {
        Prices prices = Objects.requireNonNull(
                read("{\"signature\": \"护航\", \"price\": {\"currency\": \"CNY\", \"smsPart\": 5, \"mail\": 0}}")
                        .prices());
        assertThat(prices.currency()).isEqualTo("CNY");
        assertThat(prices.cents()).containsOnly(Map.entry(Prices.Unit.SMS_PART, 5), Map.entry(Prices.Unit.MAIL, 0));
    }

    @Test
    void readsByWhichServerMailsGo() throws IOException {
        SmtpConfig mail = Objects.requireNonNull(read("""
                { "signature": "护航<\\r\\n>",
                  "mail": {"host": "smtp.example.org", "user": "u", "passwordFile": "good", "from": "alarm@example.org"} }""").mail());
        assertThat(mail.tls()).isEqualTo(SmtpConfig.Tls.STARTTLS);
        assertThat(mail.port()).isEqualTo(587);
        assertThat(mail.name()).as("nothing that ends a name or a line").isEqualTo("护航");
        assertThat(mail.toString()).doesNotContain("secret");
        assertThat(Objects.requireNonNull(read("""
                { "signature": "护航",
                  "mail": {"host": "smtp.example.org", "tls": "implicit", "from": "alarm@example.org"} }""").mail()).port()).isEqualTo(465);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'host': 'h' | voice: 'caller' is missing",
                "'caller': '073' | voice: 'host' is missing",
                "'host': 'h:5060', 'caller': '073' | voice.host: must be a name or an address, without a port",
                "'host': 'h', 'caller': 'Convoy' | voice.caller: must be the number that the carrier gave",
                "'host': 'h', 'caller': '073', 'user': 'u' | voice.user: needs 'passwordFile'",
                "'host': 'h', 'caller': '073', 'passwordFile': 'good' | voice.passwordFile: a password needs 'user'",
                "'host': 'h', 'caller': '073', 'transport': 'tls' | voice.transport: must be \"udp\" or \"tcp\"",
                "'host': 'h', 'caller': '073', 'lines': 0 | voice.lines: must be a whole number from 1 to 500",
                "'host': 'h', 'caller': '073', 'rtpPorts': '20000' | voice.rtpPorts: must be two ports",
                "'host': 'h', 'caller': '073', 'rtpPorts': '20000-20010' | four ports for each of the 10 lines",
                "'host': 'h', 'caller': '073', 'clips': 'none' | none does not exist",
                "'host': 'h', 'caller': '073', 'clips': '.' | voice.clips: cannot be used: ",
                "'host': 'h', 'caller': '073', 'espeak': '/none' | apt-get install espeak-ng",
                "'host': 'h', 'caller': '073', 'line': 3 | voice.line: not known; here may be address, answerSeconds",
            })
    void saysWhatIsWrongWithTheTelephone(String members, String said) {
        String speaks = members.contains("espeak") || members.contains("clips") ? "" : ", 'espeak': 'true'";
        String text = "{'signature': '护航', 'voice': {" + members + speaks + "}}";
        assertThatThrownBy(() -> read(text.replace("'", "\"")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'signature' is missing",
                "{\"signature\": \"护航\", \"smss\": {}} | line 1, smss: not known; here may be",
                "{\"signature\": \"护航\", \"zone\": \"Mars\"} | zone: must be a time zone, as Asia/Shanghai",
                "{\"signature\": \"护航\", \"duty\": {\"doctor\": {}}} | duty.doctor: not known",
                "{\"signature\": \"护航\", \"duty\": {\"ambulance\": {\"fax\": \"1\"}}} | duty.ambulance.fax: not known",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {}}} | webhook.hosts: must name 1 to 100 hosts",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {\"a b\": {\"form\": \"wecom\"}}}} | must be a host, as hooks.example.org",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {\"a\": {\"form\": \"fax\"}}}} | must be standard, wecom or dingtalk",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {\"a\": {\"form\": \"standard\"}}}} | 'secretFile' is missing",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {\"a\": {\"form\": \"standard\", \"secretFile\": \"good\"}}}} | the secret in it must be whsec_ and base64",
                "{\"signature\": \"护航\", \"webhook\": {\"hosts\": {\"a\": {\"form\": \"wecom\", \"secretFile\": \"good\"}}}} | a WeCom robot has no secret",
                "{\"signature\": \"护航\", \"links\": {}} | 'base' is missing",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"http://help.example/c/\"}} | links.base: must be an https:// address",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://help.example/c\"}} | ends with a slash",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://help.example/c?/\"}} | ends with a slash",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://a-host-with-a-rather-long-name.example/c/\"}} | 1 to 44 characters",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://h.example/c/\", \"hours\": 73}} | from 1 to 72",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://h.example/c/\", \"map\": \"https://m.example/\"}} | with {lat} and {lon}",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://h.example/c/\", \"map\": \"javascript:{lat}{lon}\"}} | links.map: must be an https:// or geo: address",
                "{\"signature\": \"护航\", \"links\": {\"base\": \"https://h.example/c/\", \"port\": 1}} | links.port: not known",
                "{\"signature\": \"护航\", \"sms\": {\"host\": \"h\"}} | sms: 'passwordFile' is missing",
                "{\"signature\": \"护航\", \"sms\": {\"host\": \"h\", \"systemId\": \"c\", \"passwordFile\": \"none\", \"sender\": \"1\"}} | none cannot be read",
                "{\"signature\": \"护航\", \"sms\": {\"host\": \"h\", \"systemId\": \"c\", \"passwordFile\": \"long\", \"sender\": \"1\"}} | more than 8 characters",
                "{\"signature\": \"护航\", \"sms\": {\"host\": \"h\", \"systemId\": \"c\", \"passwordFile\": \"good\", \"sender\": \"Convoy\"}} | digits alone",
                "{\"signature\": \"护航\", \"sms\": {\"host\": \"h\", \"systemId\": \"c\", \"passwordFile\": \"good\", \"sender\": \"1\", \"window\": 0}} | sms.window: must be a whole number from 1 to 100",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\"}} | mail: 'from' is missing",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h:25\", \"from\": \"a@b.example\"}} | mail.host: must be a name or an address, without a port",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"Convoy <a@b.example>\"}} | mail.from: must be a mail address of the form name@example.org",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"tls\": \"ssl\"}} | mail.tls: must be starttls, implicit or none",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"tls\": \"none\"}} | mail.tls: mails would be open to everybody on the way",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"localhost\", \"from\": \"a@b.example\", \"tls\": \"none\", \"user\": \"u\", \"passwordFile\": \"good\"}} | mail.user: a login is not sent without encryption",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"user\": \"u\"}} | mail.user: needs 'passwordFile'",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"passwordFile\": \"good\"}} | mail.passwordFile: a password needs 'user'",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"authority\": \"good\"}} | holds no certificate in PEM",
                "{\"signature\": \"护航\", \"mail\": {\"host\": \"h\", \"from\": \"a@b.example\", \"lines\": 21}} | mail.lines: must be a whole number from 1 to 20",
                "{\"signature\": \"护航\", \"duty\": {\"supervisor\": {\"mail\": \"a@b.example\\r\\nBcc: c@d.example\"}}} | duty.supervisor.mail: must be a mail address of the form name@example.org",
                "{\"signature\": \"护航\", \"price\": {\"smsPart\": 5}} | price: 'currency' is missing",
                "{\"signature\": \"护航\", \"price\": {\"currency\": \"yuan\", \"smsPart\": 5}} | price.currency: must be the three letters of a currency, as CNY",
                "{\"signature\": \"护航\", \"price\": {\"currency\": \"CNY\"}} | price: names no price",
                "{\"signature\": \"护航\", \"price\": {\"currency\": \"CNY\", \"mail\": 0.5}} | price.mail: must be a whole number from 0 to 100000",
                "{\"signature\": \"护航\", \"price\": {\"currency\": \"CNY\", \"webhook\": 1}} | price.webhook: not known",
            })
    void saysWhatIsWrongWhereAndHowToMendIt(String text, String said) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--channels")
                .hasMessageContaining(said);
    }
}
