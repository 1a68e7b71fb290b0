package care.convoy.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessagesTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long NONE = Stamp.NONE;

    private static JsonMessage read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonMessages.read(bytes, 0, bytes.length, NOW);
    }

    private static JsonMessage.Understood understood(String json) {
        assertThat(read(json)).isInstanceOf(JsonMessage.Understood.class);
        return (JsonMessage.Understood) read(json);
    }

    private static JsonMessage.Refused refused(String json) {
        assertThat(read(json)).isInstanceOf(JsonMessage.Refused.class);
        return (JsonMessage.Refused) read(json);
    }

    private static DeviceMessage message(String json) {
        JsonMessage.Understood understood = understood(json);
        assertThat(understood.dropped()).isEmpty();
        return understood.message();
    }

    @Test
    void everyTypeOfTheInterfaceIsUnderstood() {
        assertThat(message(
                        "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":81,\"signal\":60,\"steps\":1200,\"worn\":true}"))
                .isEqualTo(new DeviceMessage.Heartbeat(81, 60, 1200, Worn.ON));
        assertThat(message("""
                        {"type":"vitals","seq":2,"heartRate":72,"spo2":97,"systolic":120,"diastolic":80,
                         "temperature":36.55,"temperatureSite":"core","respiration":16,"steps":5}"""))
                .isEqualTo(new DeviceMessage.VitalsMeasured(
                        new Vitals(72, 97, 120, 80, 3655, TemperatureSite.CORE, 16, 5)));
        assertThat(message("{\"type\":\"location\",\"seq\":3,\"lat\":30.5,\"lon\":114.25,\"accuracy\":12.5,"
                        + "\"source\":\"wifi\",\"time\":1799999999000}"))
                .isEqualTo(new DeviceMessage.Located(
                        new Position(30.5, 114.25, 12.5, Position.Source.WIFI, true, 1_799_999_999_000L)));
        assertThat(message("{\"type\":\"sos\",\"seq\":4,\"presses\":3,\"location\":{\"lat\":1,\"lon\":2}}"))
                .isEqualTo(new DeviceMessage.SosPressed(
                        3, new Position(1, 2, Position.UNKNOWN_ACCURACY, Position.Source.UNKNOWN, true, NOW)));
        assertThat(message("{\"type\":\"fall\",\"seq\":5,\"moving\":false,\"confidence\":0.875}"))
                .isEqualTo(new DeviceMessage.FallDetected(Movement.STILL, 88, null));
        assertThat(message("{\"type\":\"cancel\",\"seq\":6,\"of\":5}")).isEqualTo(new DeviceMessage.WearerCancelled(5));
        assertThat(message("{\"type\":\"test\",\"seq\":7}")).isEqualTo(new DeviceMessage.TestPressed());
        assertThat(message("{\"type\":\"removed\",\"seq\":8}")).isEqualTo(new DeviceMessage.BandRemoved());
        assertThat(message("{\"type\":\"worn\",\"seq\":9}")).isEqualTo(new DeviceMessage.BandWorn());
        assertThat(message("{\"type\":\"lowBattery\",\"seq\":10,\"battery\":9}"))
                .isEqualTo(new DeviceMessage.BatteryLow(9));
        assertThat(message("{\"type\":\"activity\",\"seq\":11,\"level\":40}"))
                .isEqualTo(new DeviceMessage.ActivityChanged(40));
    }

    @Test
    void whatIsNotMeasuredIsAbsentAndNullSaysTheSame() {
        assertThat(message("{\"type\":\"heartbeat\",\"seq\":1,\"battery\":null}"))
                .isEqualTo(new DeviceMessage.Heartbeat(-1, -1, -1, Worn.UNKNOWN));
        assertThat(message("{\"type\":\"vitals\",\"seq\":1,\"heartRate\":72,\"spo2\":null}"))
                .isEqualTo(
                        new DeviceMessage.VitalsMeasured(new Vitals(72, -1, -1, -1, -1, TemperatureSite.SKIN, -1, -1)));
    }

    @Test
    void unknownMembersAreIgnoredWhateverTheyHold() {
        assertThat(message("{\"x\":{\"type\":\"sos\",\"a\":[1,{\"b\":[]}]},\"type\":\"heartbeat\",\"seq\":1,"
                        + "\"lat\":\"not of a heartbeat\",\"battery\":5}"))
                .isEqualTo(new DeviceMessage.Heartbeat(5, -1, -1, Worn.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'sos','seq':5,'boot':7,'time':1799999999000} | 7 | 5 | 1799999999000",
                "{'type':'sos','seq':5,'time':'2027-01-15T08:00:00Z'} | -1 | 5 | 1800000000000",
                "{'type':'sos','seq':5,'time':'2027-01-15T16:00:00.000+08:00'} | -1 | 5 | 1800000000000",
                "{'type':'sos','seq':4294967295} | -1 | 4294967295 | none",
                "{'type':'sos','seq':7.0,'boot':0} | 0 | 7 | none",
                "{'type':'sos'} | -1 | -1 | none",
            })
    void numbersAndTimesAreRead(String json, long boot, long sequence, String time) {
        JsonMessage.Understood read = understood(json.replace('\'', '"'));
        assertThat(read.stamp())
                .isEqualTo(new Stamp(boot, sequence, time.equals("none") ? Command.NO_TIME : Long.parseLong(time)));
        assertThat(read.dropped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'sos','seq':'abc'} | seq",
                "{'type':'sos','seq':-1} | seq",
                "{'type':'sos','seq':4294967296} | seq",
                "{'type':'sos','seq':1.5} | seq",
                "{'type':'sos','seq':NaN} | seq",
                "{'type':'sos','seq':{}} | seq",
                "{'type':'sos','seq':[[[1]]]} | seq",
                "{'type':'sos','seq':true} | seq",
                "{'type':'sos','seq':123456789012345678901234567890} | seq",
                "{'seq':1e999,'type':'sos'} | seq",
                "{'type':'sos','seq':1,'boot':-4} | boot",
                "{'type':'sos','seq':1,'time':'yesterday'} | time",
                "{'type':'sos','seq':1,'time':'2027-01-15T08:00:00'} | time",
                "{'type':'sos','seq':1,'time':-5} | time",
                "{'type':'sos','seq':1,'time':[]} | time",
                "{'type':'sos','seq':1,'presses':'many'} | presses",
                "{'type':'sos','seq':1,'presses':0} | presses",
                "{'type':'sos','seq':1,'location':'home'} | location",
                "{'type':'sos','seq':1,'location':{'lat':91,'lon':0}} | location.lat,location",
                "{'type':'sos','seq':1,'location':{'lat':30}} | location",
                "{'type':'sos','seq':1,'location':{'lat':30,'lon':1,'accuracy':-3}} | location.accuracy",
                "{'type':'fall','seq':1,'moving':'yes','confidence':2} | moving,confidence",
                "{'type':'sos','seq':1 | truncated",
                "{'type':'sos' | truncated",
                "{'type':'sos','loc | truncated",
                "{'type':'sos','seq':1}garbage | malformed",
                "{'type':'sos','seq':1}{'type':'heartbeat'} | trailing",
                "{'type':'sos','seq':07} | malformed",
                "{'type':'sos',,} | malformed",
                "{'seq':oops,'type':'sos'} | malformed",
                "[{'type':'sos'}] | malformed",
                "{'type':'heartbeat'}{'type':'sos'} | trailing",
                "garbage 'type' : 'FALL' garbage | malformed",
                "{'type':'sos | truncated",
                "{type:sos,seq:1} | malformed",
                "type=fall | malformed",
                "{'Type':'sos'} | type",
                "{'type':['sos'],'seq':1} | type",
                "{'message':{'type':'fall'}} | type",
            })
    void aCallForHelpIsNeverRefused(String json, String dropped) {
        JsonMessage.Understood read = understood(json.replace('\'', '"'));
        assertThat(read.message()).isInstanceOfAny(DeviceMessage.SosPressed.class, DeviceMessage.FallDetected.class);
        assertThat(read.dropped()).containsExactlyInAnyOrder(dropped.split(","));
    }

    @Test
    void whatCanBeReadOfADamagedCallIsUsed() {
        JsonMessage.Understood read = understood(
                "{\"type\":\"sos\",\"seq\":\"abc\",\"boot\":9,\"time\":1799999999000,\"presses\":2,\"location\":{\"lat\":1,\"lon\":2");
        assertThat(read.stamp()).isEqualTo(new Stamp(9, NONE, 1_799_999_999_000L));
        assertThat(read.message())
                .isEqualTo(new DeviceMessage.SosPressed(
                        2,
                        new Position(
                                1, 2, Position.UNKNOWN_ACCURACY, Position.Source.UNKNOWN, true, 1_799_999_999_000L)));
        assertThat(read.dropped()).containsExactlyInAnyOrder("truncated", "seq", "location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"heartbeat\",\"type\":\"sos\",\"seq\":1}",
                "{\"type\":\"sos\",\"type\":\"heartbeat\",\"seq\":1}",
                "{\"type\":\"sos\",\"type\":null,\"seq\":1}",
                "{\"type\":\"sos\",\"type\":[1],\"seq\":1}",
                "{\"\\u0074ype\":\"s\\u006fs\",\"seq\":1}",
                "{\"type\":\"SOS\",\"seq\":1}",
                "{\"type\":\" Sos \",\"seq\":1}",
            })
    void inDoubtAboutTheTypeItIsACall(String json) {
        assertThat(understood(json).message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
    }

    @Test
    void validJsonIsACallHoweverDeepOrLong() {
        int depth = 7_000;
        assertThat(understood("{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"type\":\"sos\"}")
                        .dropped())
                .isEmpty();
        assertThat(understood("{\"seq\":" + "9".repeat(15_000) + ",\"type\":\"sos\"}")
                        .dropped())
                .containsExactly("seq");
        assertThat(understood("{\"lat\":0." + "9".repeat(15_000) + ",\"type\":\"sos\"}")
                        .dropped())
                .isEmpty();
        assertThat(understood("{\"" + "n".repeat(15_000) + "\":1,\"type\":\"sos\"}")
                        .dropped())
                .isEmpty();
        assertThat(understood("{\"time\":\"" + "é".repeat(7_000) + "\",\"type\":\"sos\"}")
                        .dropped())
                .containsExactly("time");
    }

    @Test
    void aCallWithBrokenUtf8IsStillACall() {
        byte[] bytes = "{\"note\":\"#\",\"type\":\"sos\",\"seq\":1}".getBytes(StandardCharsets.US_ASCII);
        bytes[9] = (byte) 0xFF;
        JsonMessage read = JsonMessages.read(bytes, 0, bytes.length, NOW);
        assertThat(read).isInstanceOf(JsonMessage.Understood.class);
        assertThat(((JsonMessage.Understood) read).dropped()).containsExactly("malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'heartbeat','seq':5,'battery':101} | 5 | OUT_OF_RANGE | battery: out of range",
                "{'type':'heartbeat','seq':5,'battery':-1} | 5 | OUT_OF_RANGE | battery: out of range",
                "{'type':'heartbeat','seq':5,'battery':NaN} | 5 | OUT_OF_RANGE | battery: out of range",
                "{'type':'heartbeat','seq':5,'battery':'full'} | 5 | OUT_OF_RANGE | battery: wrong type",
                "{'type':'heartbeat','seq':5,'worn':1} | 5 | OUT_OF_RANGE | worn: out of range",
                "{'type':'vitals','seq':5,'heartRate':301} | 5 | OUT_OF_RANGE | heartRate: out of range",
                "{'type':'vitals','seq':5,'heartRate':0} | 5 | OUT_OF_RANGE | heartRate: out of range",
                "{'type':'vitals','seq':5,'temperature':9.99} | 5 | OUT_OF_RANGE | temperature: out of range",
                "{'type':'vitals','seq':5,'temperature':36,'temperatureSite':'ear'} | 5 | OUT_OF_RANGE"
                        + " | temperatureSite: skin or core",
                "{'type':'vitals','seq':5} | 5 | OUT_OF_RANGE | vitals: nothing was measured",
                "{'type':'location','seq':5,'lat':90.1,'lon':0} | 5 | OUT_OF_RANGE | lat: out of range",
                "{'type':'location','seq':5,'lat':9} | 5 | OUT_OF_RANGE | location: lat and lon are needed",
                "{'type':'cancel','seq':5,'of':-2} | 5 | OUT_OF_RANGE | of: out of range",
                "{'type':'heartbeat','seq':'x'} | -1 | OUT_OF_RANGE | seq: wrong type",
                "{'type':'heartbeat','seq':5,'time':'noon'} | 5 | OUT_OF_RANGE"
                        + " | time: neither ISO 8601 with an offset nor epoch milliseconds",
                "{'type':'dance','seq':5} | 5 | UNKNOWN_TYPE | type: not known",
                "{'type':7,'seq':5} | 5 | UNKNOWN_TYPE | type: not known",
                "{'seq':5} | 5 | UNKNOWN_TYPE | type: missing",
                "{'type':'heartbeat','seq':5 | 5 | MALFORMED | message: cut off",
                "{'type':'heartbeat','seq':5}} | 5 | MALFORMED | message: not a JSON object",
                "{'type':'heartbeat','seq':5}{} | 5 | MALFORMED | message: more than one JSON object",
                "[] | -1 | MALFORMED | message: not a JSON object",
                "'sos' | -1 | MALFORMED | message: not a JSON object",
                "nonsense | -1 | MALFORMED | message: not a JSON object",
                "{'prototype':'sos','seq':5} | 5 | UNKNOWN_TYPE | type: missing",
                "{'type':'dance','of':{'type':'sos'},'seq':5} | 5 | UNKNOWN_TYPE | type: not known",
                "{'type':'sosta | -1 | MALFORMED | message: cut off",
            })
    void anythingElseIsRefusedWithAReason(String json, long sequence, Reject why, String reason) {
        assertThat(refused(json.replace('\'', '"')))
                .isEqualTo(new JsonMessage.Refused(new Stamp(NONE, sequence, Command.NO_TIME), why, reason));
    }

    @Test
    void singleQuotesDoNotHideACallForHelp() {
        assertThat(understood("{'type':'sos','seq':1}").dropped()).containsExactly("malformed");
    }

    @Test
    void emptyAndOversizedBytesAreRefused() {
        assertThat(refused("").why()).isEqualTo(Reject.MALFORMED);
        assertThat(refused(" ".repeat(JsonMessages.MAX_BYTES + 1)).why()).isEqualTo(Reject.TOO_LARGE);
    }

    @Test
    void downlinksAreTheObjectsOfTheInterface() {
        AlertId alert = new AlertId(UUID.fromString("00000000-0000-0001-0000-000000000002"));
        assertThat(encode(new Downlink.Received(new Stamp(NONE, 5, NOW), alert, Durability.COMMITTED)))
                .isEqualTo("{\"type\":\"received\",\"seq\":5,\"alert\":\"00000000-0000-0001-0000-000000000002\"}");
        assertThat(encode(new Downlink.Received(new Stamp(3, 5, NOW), null, Durability.LOCAL)))
                .isEqualTo("{\"type\":\"received\",\"seq\":5,\"boot\":3,\"durability\":\"LOCAL\"}");
        assertThat(encode(new Downlink.Rejected(new Stamp(NONE, 5, NOW), Reject.OUT_OF_RANGE, "battery: out of range")))
                .isEqualTo("{\"type\":\"rejected\",\"seq\":5,\"reason\":\"battery: out of range\"}");
        assertThat(encode(new Downlink.Accepted(alert, Downlink.Accepted.By.OPERATOR)))
                .isEqualTo("{\"type\":\"accepted\",\"by\":\"operator\","
                        + "\"alert\":\"00000000-0000-0001-0000-000000000002\"}");
        assertThat(encode(new Downlink.Resolved(alert)))
                .isEqualTo("{\"type\":\"resolved\",\"alert\":\"00000000-0000-0001-0000-000000000002\"}");
        assertThat(List.of(encode(new Downlink.Locate(1)), encode(new Downlink.Measure(2))))
                .containsExactly("{\"type\":\"locate\",\"command\":1}", "{\"type\":\"measure\",\"command\":2}");
    }

    private static String encode(Downlink downlink) {
        return new String(JsonDownlinks.encode(downlink), StandardCharsets.UTF_8);
    }
}
