package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Command;
import care.convoy.device.Vitals;
import care.convoy.ingest.watch.PositionReport.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final String BEFORE = "220414,134652,A,22.571707,N,113.8613968,E,0.1,0.0,100,7,60,90,1000,50,";

    private static WatchMessage read(String body) {
        return MessageReader.read(new Frame("3G", "8800000015", null, body, true));
    }

    private static PositionReport position(String body) {
        return (PositionReport) read(body);
    }

    private static Vitals vitals(String body) {
        return ((WatchMessage.Measured) read(body)).vitals();
    }

    @ParameterizedTest
    @CsvSource({
        "AL, ALARM", "AL_LTE, ALARM", "AL_WCDMA, ALARM", "ALCUSTOMER1, ALARM", "al, ALARM", "UD, UPDATE",
        "UD3, UPDATE", "UD_LTE, UPDATE", "UD_WCDMA, UPDATE", "UD_CDMA, UPDATE", "UD_TDSCDMA, UPDATE", "UD2, BUFFERED",
        "UD2_LTE, BUFFERED", "WT, WEATHER"
    })
    void wordsWithAPosition(String word, Kind kind) {
        PositionReport report = position(word + "," + BEFORE + "00010000");
        assertThat(report.kind()).isEqualTo(kind);
        assertThat(report.spelled()).isEqualTo(word);
        assertThat(report.raises()).isEqualTo(kind != Kind.BUFFERED);
        assertThat(position(word + "," + BEFORE + "00000000").raises()).isEqualTo(kind == Kind.ALARM);
    }

    @Test
    void everyAlarmBitIsFoundAndThePressAndTheFallComeFirst() {
        for (int bit = 16; bit < 32; bit++) {
            PositionReport report = position("UD," + BEFORE + String.format("%08x", 1 << bit));
            assertThat(report.status().alarmBits()).containsExactly(bit);
            assertThat(report.raises()).isTrue();
        }
        for (int bit = 0; bit < 16; bit++) {
            PositionReport report = position("AL," + BEFORE + String.format("%08X", 1 << bit));
            assertThat(report.status().isAlarm()).as("a state").isFalse();
            assertThat(report.raises()).isTrue();
        }
        assertThat(position("AL," + BEFORE + "FFFFFFFF").status().alarmBits())
                .startsWith(16, 21, 22)
                .hasSize(16);
        assertThat(position("AL," + BEFORE + "00010001").status().alarmBits()).containsExactly(16);
    }

    @ParameterizedTest
    @CsvSource({
        "00010000, SOS", "00020000, LOW_BATTERY", "00000001, LOW_BATTERY", "00040000, FENCE", "00080000, FENCE",
        "00000002, FENCE", "00100000, REMOVED", "00000008, REMOVED", "00200000, FALL", "00400000, FALL",
        "00800000, GENERAL", "80000000, GENERAL", "0001, LOW_BATTERY"
    })
    void whatIsWrong(String status, AlertKind kind) {
        assertThat(StatusWord.read(status).wrong(false)).containsExactly(kind);
        assertThat(StatusWord.read(status).text()).isEqualTo(status);
    }

    @Test
    void aStateThatIsNotWrongIsNone() {
        assertThat(StatusWord.read("00004014").wrong(false)).isEmpty();
        assertThat(StatusWord.read("00010001").wrong(false)).containsExactly(AlertKind.SOS, AlertKind.LOW_BATTERY);
    }

    @ParameterizedTest
    @CsvSource({
        "33.4,S,-33.4",
        "-33.4,S,-33.4",
        "-33.4,N,-33.4",
        "-33.4,'',-33.4",
        "' 9.1574736',N,9.1574736",
        "33.4,'',33.4",
        "91,N,NaN",
        "x,N,NaN",
        "'',N,NaN",
        "1e3,N,NaN"
    })
    void latitudes(String value, String hemisphere, double degrees) {
        String body = "UD,220414,134652,A," + value + "," + hemisphere + ",113.8,E";
        assertThat(position(body).fix().latitude()).isEqualTo(Double.valueOf(degrees));
    }

    @Test
    void longitudes() {
        assertThat(position("UD,220414,134652,V,9.9,N,-84.1422119,W").fix().longitude())
                .isEqualTo(-84.1422119);
        assertThat(position("UD,220414,134652,V,9.9,N,84.5,W").fix().longitude())
                .isEqualTo(-84.5);
        assertThat(position("UD,220414,134652,V,9.9,N,180.5,W").fix().isReadable())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "310225,120000",
        "000000,000000",
        "220414,240000",
        "220414,126000",
        "22041,120000",
        "220414,1200000",
        "ab0414,120000",
        "'',''",
        "-10414,120000"
    })
    void timesThatThereAreNot(String date, String time) {
        assertThat(position("AL," + date + "," + time + ",V").fix().timeMillis())
                .isEqualTo(Command.NO_TIME);
    }

    @Test
    void aTimeIsUtc() {
        assertThat(position("AL,290224,235959,V").fix().timeMillis())
                .isEqualTo(Instant.parse("2024-02-29T23:59:59Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",0,1,0,0,,10",
                ",9",
                ",-1,x,y,z",
                ",7,0,460,0,9336",
                ",0,5,a,b",
                ",1,1,FFFF,FFFF,FFFE,3B882A2,132,,00",
                ",0,2,[,aa:bb,-1,],]],cc:dd:ee:ff:00:11,,0.0",
                ",999999999999,1,1,1,1",
                ",,,,,,,,,,"
            })
    void aBadNetworkPartCostsNothingBeforeIt(String network) {
        PositionReport report = position("AL," + BEFORE + "00010001" + network);
        assertThat(report.status().alarmBits()).containsExactly(StatusWord.SOS);
        assertThat(report.batteryPercent()).isEqualTo(90);
        assertThat(report.fix().valid()).isTrue();
    }

    @Test
    void addressesAreFoundBehindNamesWithCommasAndBrackets() {
        Surroundings found = position("UD," + BEFORE
                        + "00000000,2,255,204,8,3110,55025,146,3130,49297,124,4,a,b,34:A1:ED:E1:91:4F,-71,[LG]e,"
                        + "66:a1:ed:e1:e7:25,-82,aa:bb:cc:dd:ee:ff,11:22:33:44:55:66,-90,x,0,-10,15.0")
                .surroundings();
        assertThat(found.cells()).hasSize(2);
        assertThat(found.accessPoints())
                .containsExactly(
                        new Surroundings.AccessPoint("34:a1:ed:e1:91:4f", -71),
                        new Surroundings.AccessPoint("66:a1:ed:e1:e7:25", -82),
                        new Surroundings.AccessPoint("11:22:33:44:55:66", -90));
        assertThat(found.accuracyMetres()).isEqualTo(15.0);
    }

    @Test
    void theEdgesOfTheNetworkPart() {
        assertThat(position("UD," + BEFORE + "00000000,1,1,310,260,1091,30082,139,,00")
                        .surroundings()
                        .accuracyMetres())
                .isZero();
        assertThat(position("UD," + BEFORE + "00000000,0,1,ssid,a8:3f:a1:e0:66:ba,-53,12.5")
                        .surroundings())
                .isEqualTo(new Surroundings(
                        List.of(), List.of(new Surroundings.AccessPoint("a8:3f:a1:e0:66:ba", -53)), 12.5));
        assertThat(position("UD," + BEFORE + "00000000,1,1,234,10,55C0,3B882A2,132,,10")
                        .surroundings()
                        .cells())
                .containsExactly(new Surroundings.Cell(234, 10, 0x55C0, 0x3B882A2, 132));
    }

    @Test
    void anAlarmWithNothingInItIsAnAlarm() {
        for (String body : List.of("AL", "AL,", "AL,,,,,,", "AL,nonsense", "AL," + "x,".repeat(2_000))) {
            PositionReport report = position(body);
            assertThat(report.raises()).isTrue();
            assertThat(report.status().isAlarm()).isFalse();
            assertThat(report.fix().isReadable()).isFalse();
        }
    }

    @Test
    void measurements() {
        assertThat(vitals("heart,71").heartRateBpm()).isEqualTo(71);
        assertThat(vitals("HEART,71").heartRateBpm()).isEqualTo(71);
        assertThat(vitals("PULSE,72").heartRateBpm()).isEqualTo(72);
        assertThat(vitals("heart,0").isEmpty()).isTrue();
        assertThat(vitals("heart,301").isEmpty()).isTrue();
        assertThat(vitals("heart").isEmpty()).isTrue();
        assertThat(vitals("bphrt,120,79,73,170,1,70,60"))
                .extracting(Vitals::systolicMmHg, Vitals::diastolicMmHg, Vitals::heartRateBpm)
                .containsExactly(120, 79, 73);
        assertThat(vitals("BLOOD,109,68").heartRateBpm()).isEqualTo(Vitals.NOT_MEASURED);
        assertThat(vitals("bphrt,0,0,0,,,,").isEmpty()).isTrue();
        assertThat(vitals("oxygen,0,98").spo2Percent()).isEqualTo(98);
        assertThat(vitals("oxygen,0,101").isEmpty()).isTrue();
        assertThat(vitals("btemp2,1,35.29").temperatureCentiC()).isEqualTo(3_529);
        assertThat(vitals("btemp2,0,35.29").isEmpty()).isTrue();
        assertThat(vitals("TEMP,36.5").temperatureSite()).isEqualTo(Vitals.TemperatureSite.SKIN);
        assertThat(vitals("TEMP,99").isEmpty()).isTrue();
    }

    @Test
    void linkKeeping() {
        assertThat(read("LK")).isEqualTo(new WatchMessage.LinkKeep(-1, -1, -1));
        assertThat(read("LK,0,100")).as("two values mean nothing").isEqualTo(new WatchMessage.LinkKeep(-1, -1, -1));
        assertThat(read("LK,50,100,99")).isEqualTo(new WatchMessage.LinkKeep(50, 100, 99));
        assertThat(read("lk,50,100,101")).isEqualTo(new WatchMessage.LinkKeep(50, 100, -1));
    }

    @Test
    void otherWords() {
        assertThat(read("TKQ")).isEqualTo(new WatchMessage.Asked(Reply.of(DownWord.TKQ, "")));
        assertThat(read("TKQ2")).isEqualTo(new WatchMessage.Asked(Reply.of(DownWord.TKQ2, "")));
        assertThat(read("INIT,1,2")).isEqualTo(new WatchMessage.Asked(Reply.of(DownWord.INIT, "1")));
        assertThat(read("CONFIG,TY:1")).isEqualTo(new WatchMessage.Asked(Reply.of(DownWord.CONFIG, "1")));
        assertThat(read("TK,1")).as("an acknowledgement").isEqualTo(new WatchMessage.Told());
        assertThat(read("TK,#!AMR\n")).isEqualTo(new WatchMessage.Sound(6, Reply.of(DownWord.TK, "0")));
        assertThat(read("img,5,1,x")).isInstanceOf(WatchMessage.Picture.class);
        assertThat(read("VERNO,W1_2.3")).isEqualTo(new WatchMessage.Version("W1_2.3"));
        assertThat(read("CR")).isEqualTo(new WatchMessage.Done(DownWord.CR));
        for (String word : List.of("ICCID,1", "TS", "RYIMEI", "rcapture", "nobody,knows", "", ",", "é")) {
            assertThat(read(word)).isEqualTo(new WatchMessage.Told());
        }
    }
}
