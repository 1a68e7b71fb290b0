package care.convoy.warning;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.warning.CapMessage.Colour;
import care.convoy.warning.CapMessage.Info;
import care.convoy.warning.CapMessage.Severity;
import care.convoy.warning.CapMessage.Status;
import care.convoy.warning.CapReader.Unfit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CapReaderTest {
    private static final String GOOD = CapText.rainstorm("a1").toString();

    private static CapReader.Read read(String xml) {
        return CapReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static CapMessage good(String xml) {
        CapReader.Read read = read(xml);
        assertThat(read).isInstanceOf(CapMessage.class);
        return (CapMessage) read;
    }

    private static Unfit unfit(String xml) {
        CapReader.Read read = read(xml);
        assertThat(read).isInstanceOf(Unfit.class);
        return (Unfit) read;
    }

    private static String with(String what, String instead) {
        assertThat(GOOD).contains(what);
        return GOOD.replace(what, instead);
    }

    @Test
    void aMessageIsReadWithItsLanguagesLevelAndTimes() {
        CapMessage message = good(GOOD);
        assertThat(message.id()).isEqualTo(new WarningId(CapText.SENDER, "a1", Instant.parse("2026-06-01T00:30:00Z")));
        assertThat(message.status()).isEqualTo(Status.ACTUAL);
        assertThat(message.infos()).extracting(Info::language).containsExactly("zh-CN", "en-US");
        Info chinese = message.infos().getFirst();
        assertThat(chinese.words().headline()).isEqualTo("长沙市气象台发布暴雨红色预警");
        assertThat(chinese.degree().severity()).isEqualTo(Severity.EXTREME);
        assertThat(chinese.degree().colour()).isEqualTo(Colour.RED);
        assertThat(chinese.period().onset()).isNull();
        assertThat(chinese.period().expires()).isEqualTo("2026-06-01T02:00:00Z");
        assertThat(chinese.areas().getFirst().prefixes()).containsExactly("4301");
        assertThat(message.ends()).isEqualTo("2026-06-01T02:00:00Z");
    }

    @Test
    void whatTheStandardLetsOneLeaveOutHasItsDefault() {
        CapMessage message = good(GOOD.replaceAll("<(language|effective|expires|parameter)>.*?</\\1>", ""));
        Info info = message.infos().getFirst();
        assertThat(info.language()).isEqualTo("en-US");
        assertThat(info.period().effective()).isEqualTo(message.id().sent());
        assertThat(info.period().expires()).isEqualTo("2026-06-02T00:30:00Z");
        assertThat(info.degree().colour()).isNull();
        assertThat(good(with("<certainty>Observed", "<certainty>Very Likely"))
                        .infos()
                        .getFirst()
                        .degree()
                        .certainty())
                .isEqualTo(CapMessage.Certainty.LIKELY);
    }

    @Test
    void aSignatureAndCommentsArePassedOver() {
        String signed = GOOD.replace(
                "</alert>",
                "<!-- x --><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo/></ds:Signature></alert>");
        assertThat(good(signed)).isEqualTo(good(GOOD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<identifier>a1 | <identifier>a,1 | alert.identifier",
                "<identifier>a1</identifier> | '' | alert.identifier",
                "<sent>2026-06-01T08:30:00+08:00 | <sent>2026-06-01T00:30:00Z | alert.sent",
                "<sent>2026-06-01T08:30:00+08:00 | <sent>2026-13-01T00:30:00+08:00 | alert.sent",
                "<status>Actual | <status>actual | alert.status",
                "<msgType>Alert | <msgType>Cancel | alert.references",
                "<scope>Public | <scope>Private | alert.addresses",
                "<scope>Public | <scope>Restricted | alert.restriction",
                "<scope>Public | <scope>All | alert.scope",
                "<event>暴雨</event> | '' | alert.info.event",
                "<category>Met</category> | '' | alert.info.category",
                "<severity>Extreme</severity><cert | <severity>Red</severity><cert | alert.info.severity",
                "<urgency>Immediate</urgency> | '' | alert.info.urgency",
                "<expires>2026-06-01T10:00 | <expires>2026-06-01T08:30 | alert.info.expires",
                "<areaDesc>长沙市</areaDesc> | '' | alert.info.area.areaDesc",
                "<language>zh-CN</language> | <language>zh</language><language>en</language> | alert.info.language",
                "<valueName>行政区划代码</valueName> | '' | alert.info.area.geocode.valueName",
                "cap:1.2 | cap:1.1 | alert",
            })
    void whatIsWrongIsNamed(String what, String instead, String element) {
        Unfit unfit = unfit(with(what, instead));
        assertThat(unfit.element()).isEqualTo(element);
        assertThat(unfit.mend()).isNotBlank();
    }

    @Test
    void theSecondOfSeveralIsNamedByItsNumber() {
        assertThat(unfit(with("<event>Rainstorm</event>", "")).element()).isEqualTo("alert.info[1].event");
        assertThat(unfit(GOOD.replaceAll("<info>.*</info>", "")).element()).isEqualTo("alert.info");
        assertThat(unfit(GOOD.replaceAll("<area>.*?</area>", "")).element()).isEqualTo("alert.info.area");
    }

    @Test
    void utcIsMinusZeroAndAFractionIsDropped() {
        assertThat(good(with("<sent>2026-06-01T08:30:00+08:00", "<sent>2026-06-01T00:30:00-00:00"))
                        .id())
                .isEqualTo(good(GOOD).id());
        assertThat(good(with("<sent>2026-06-01T08:30:00+08:00", "<sent>2026-06-01T08:30:00.250+08:00"))
                        .id())
                .isEqualTo(good(GOOD).id());
    }

    @Test
    void aReferenceToItselfOrOneThatIsNoneIsRefused() {
        assertThat(unfit(CapText.rainstorm("a1").about("Update", "a1").toString())
                        .element())
                .isEqualTo("alert.references");
        CapText text = CapText.rainstorm("a2");
        assertThat(unfit(new CapText("a2", "Actual", "Update", "a@b,c", text.infos()).toString())
                        .element())
                .isEqualTo("alert.references");
        assertThat(good(CapText.rainstorm("a2")
                                .about("Cancel", "a1", "a1")
                                .infos("")
                                .toString())
                        .references())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RED", "红色", "红", "红色预警信号", "2; red; Severe", "Ⅰ级", "I"})
    void levelsAreReadFromWhatSendersWrite(String value) {
        assertThat(good(with("<value>红色</value>", "<value>" + value + "</value>"))
                        .infos()
                        .getFirst()
                        .degree()
                        .colour())
                .isEqualTo(Colour.RED);
    }

    @Test
    void ofSeveralLevelsTheWorstCountsAndOthersNumbersAreNone() {
        String pair = "<parameter><valueName>预警级别</valueName><value>红色</value></parameter>";
        assertThat(good(GOOD.replace(
                                pair,
                                "<eventCode><valueName>c</valueName><value>BLUE</value></eventCode>"
                                        + pair.replace("红色", "橙色")))
                        .infos()
                        .getFirst()
                        .degree()
                        .colour())
                .isEqualTo(Colour.ORANGE);
        assertThat(good(GOOD.replace(pair, pair.replace("预警级别", "count").replace("红色", "II")))
                        .infos()
                        .getFirst()
                        .degree()
                        .colour())
                .isNull();
    }

    @Test
    void noFileIsReadAndNothingIsFetched(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "a-secret");
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String http = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
            for (String doctype : List.of(
                    "<!DOCTYPE alert [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
                    "<!DOCTYPE alert [<!ENTITY x SYSTEM \"" + http + "\">]>",
                    "<!DOCTYPE alert SYSTEM \"" + http + "\">",
                    "<!DOCTYPE alert [<!ENTITY % p SYSTEM \"" + http + "\"> %p;]>",
                    "<!DOCTYPE alert [<!ENTITY x \"harmless\">]>")) {
                String xml = GOOD.replace("?>\n", "?>\n" + doctype).replace("长沙市气象台", "&x;");
                assertThat(unfit(xml).element()).as(doctype).isEqualTo("xml");
            }
            elsewhere.setSoTimeout(200);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(elsewhere::accept))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aBillionLaughsAreNotLaughed() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE alert [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l" + i + " \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertThat(unfit(GOOD.replace("?>\n", "?>\n" + laughs + "]>").replace("长沙市气象台", "&l11;"))
                        .element())
                .isEqualTo("xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<alert",
                "{}",
                "<alert/>",
                "<a><b></a>",
                "<?xml version=\"1.0\" encoding=\"x-none\"?><a/>"
            })
    void whatIsNoMessageIsRefused(String xml) {
        assertThat(unfit(xml).mend()).isNotBlank();
    }

    @Test
    void sizeDepthAndNumbersAreBounded() {
        assertThat(unfit(with("</alert>", "<note>" + "x".repeat(CapReader.MOST_BYTES) + "</note></alert>"))
                        .mend())
                .contains("262144");
        assertThat(CapReader.read(new byte[10_000_000])).isInstanceOf(Unfit.class);
        assertThat(unfit("<a>".repeat(50_000)).element()).isEqualTo("xml");
        assertThat(unfit(with("</alert>", "<x/>".repeat(6_000) + "</alert>")).mend())
                .contains("5000");
        String corners = "36.1,117.1 ".repeat(10_001);
        assertThat(unfit(GOOD.replace("<geocode>", "<polygon>" + corners + "36.1,117.1</polygon><geocode>"))
                        .mend())
                .contains("10000");
        String attributes = "";
        for (int i = 0; i < 20_000; i++) {
            attributes += i % 1_000 == 0 ? " a" + i + "=''" : "";
        }
        assertThat(good(GOOD.replace("<scope>", "<scope" + attributes + ">"))).isEqualTo(good(GOOD));
    }
}
