package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.settings.SettingsRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mapping files are taken, and what the others are told. */
class MappingFileTest {
    private static final String GOOD = """
            {
              "name": "acme",
              "broker": {"url": "tcp://127.0.0.1:1884"},
              "topics": [
                {
                  "filter": "v/+/e",
                  "alarms": true,
                  "device": {"level": 1},
                  "messages": [
                    {
                      "when": {"/e": "SOS"},
                      "type": "sos",
                      "members": {"time": {"pointer": "/t", "unit": "s"}}
                    }
                  ]
                }
              ]
            }
            """;

    @TempDir
    Path directory;

    private BridgeConfig read(String text) throws SettingsRefused, IOException {
        return MappingFile.read(Files.writeString(directory.resolve("bridge.json"), text));
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        BridgeConfig config = read(GOOD);
        assertThat(config.clientId(2)).isEqualTo("convoy-acme-2");
        assertThat(config.isForSeveralMembers()).isTrue();
        assertThat(config.broker().sessionExpirySeconds()).isEqualTo(604_800);
        assertThat(config.broker().receiveMaximum()).isEqualTo(256);
        assertThat(config.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"acme\"        | \"name\": \"Acme Ltd\"     | line 2, name: must be 1 to 16 characters of a-z",
                "\"name\": \"acme\",       | ``                         | line 1: 'name' is missing",
                "\"name\": \"acme\"        | \"naem\": \"acme\"         | line 2, naem: not known; here may be broker, down, name",
                "tcp://127.0.0.1:1884      | mqtt://broker              | line 3, broker.url: must be tcp://HOST:PORT or",
                "tcp://127.0.0.1:1884      | tcp://u:p@host:1           | line 3, broker.url: must be",
                "\"v/+/e\"                 | \"v/#/e\"                  | line 6, topics[0].filter: # stands at the end",
                "\"alarms\": true          | \"alarms\": false          | line 12, topics[0].messages[0].type: a call for help on",
                "\"alarms\": true          | \"alarms\": \"yes\"        | line 7, topics[0].alarms: must be true or false",
                "{\"level\": 1}            | {\"level\": 3}             | line 8, topics[0].device.level: the filter is sure",
                "{\"level\": 1}            | {}                         | line 8, topics[0].device: give either level",
                "{\"level\": 1}            | {\"pointer\": \"id\"}      | line 8, topics[0].device.pointer: 'id' is no JSON",
                "\"alarms\": true,         | \"alarms\": true, \"list\": \"b\", | line 7, topics[0].list: 'b' is no JSON pointer",
                "\"alarms\": true,         | \"alarms\": true, \"list\": \"/b\", \"format\": \"text\", | line 7, topics[0].list: a text holds no",
                "\"alarms\": true,         | \"alarms\": true, \"list\": \"/b\", \"key\": [\"^/n\"], | topics[0].key: leads into the whole message only",
                "\"alarms\": true,         | \"alarms\": true, \"key\": [\"^/n\"], | topics[0].key[0]: '^/n' is no JSON pointer",
                "\"/e\": \"SOS\"           | \"/e~2\": \"SOS\"          | line 11, topics[0].messages[0].when./e~2: '/e~2' is no",
                "\"type\": \"sos\"         | \"type\": \"panic\"        | line 12, topics[0].messages[0].type: 'panic' is no type",
                "\"unit\": \"s\"           | \"unit\": \"h\"            | members.time.unit: 'h' is no unit of time; there are ms, s",
                "\"unit\": \"s\"           | \"unit\": \"local\"        | members.time: unit local and zone go together",
                "\"time\":                 | \"tiem\":                  | line 13, topics[0].messages[0].members.tiem: not known",
                "\"pointer\": \"/t\",      | \"pointer\": null,         | members.time.pointer: null says nothing; leave it out",
                "\"alarms\": true,         | \"alarms\": true           | line 8: not valid JSON",
                "\"alarms\": true,         | \"alarms\": true, \"alarms\": true, | line 7: not valid JSON (Duplicate field",
                "1884\"                    | 1884\", \"passwordFile\": \"none\" | broker.passwordFile: the file",
                "1884\"                    | 1884\", \"caFile\": \"none\" | broker.caFile:",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"v/{device}/e\", \"message\": {}}}, \"topics\": [ | line 4, down.ring.topic: the filter v/+/e brings back",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"v/x-{id}/{device}\", \"message\": {}}}, \"topics\": [ | line 4, down.ring.topic: the filter v/+/e brings back",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"d/+\", \"message\": {}}}, \"topics\": [ | down.ring.topic: is published to",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"d\", \"message\": {\"c\": 1}}}, \"topics\": [ | down.ring: neither topic nor message holds {device}",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"{device}/d\", \"message\": {\"t\": \"{text}\"}}}, \"topics\": [ | down.ring.message.t: '{text}' cannot be filled here; there are device, id",
                "\"topics\": [              | \"down\": {\"received\": {\"topic\": \"{id}/d\", \"message\": {}}}, \"topics\": [ | down.received.topic: '{id}' cannot be filled here; there are device",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"{=device}/d\", \"message\": {}}}, \"topics\": [ | down.ring.topic: {=...} is for messages",
                "\"topics\": [              | \"down\": {\"ring\": {\"topic\": \"{device}/d\", \"message\": \"RING\"}}, \"topics\": [ | down.ring.message: must be an object",
                "\"topics\": [              | \"down\": {\"rung\": {}}, \"topics\": [ | line 4, down.rung: not known; here may be accepted",
                "\"alarms\": true,         | \"alarms\": true, \"echoes\": [{\"id\": \"/n\"}], | line 7, topics[0].echoes[0]: on a topic with alarms=true say when",
                "\"alarms\": true,         | \"alarms\": true, \"echoes\": [{\"when\": {\"/e\": \"A\"}, \"id\": \"/n\"}], | line 1: echoes are read, but nothing in down tells",
                "\"alarms\": true,         | \"alarms\": true, \"echoes\": [{\"when\": {\"/e\": \"A\"}, \"id\": \"/n\", \"result\": {\"pointer\": \"/r\", \"values\": {\"0\": \"ok\"}}}], | echoes[0].result.values.0: is no result; there are done",
                "1884\"                    | 1884\", \"keepAliveSeconds\": 1 | must be a whole number from 5 to 3600",
            })
    void whatIsWrongIsNamedWithItsLine(String good, String bad, String said) {
        String broken = GOOD.replace(good, bad);
        assertThat(broken).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(SettingsRefused.class)
                .message()
                .contains(said)
                .doesNotContain("\n");
    }

    @Test
    void filesOfTlsMustBeWhatTheySayTheyAre() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), "no certificate");
        assertThatThrownBy(() -> read(GOOD.replace("1884\"", "1884\", \"caFile\": \"ca.pem\"")))
                .hasMessageContaining("ca.pem holds no certificate");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> MappingFile.read(directory.resolve("none.json")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("must exist");
    }
}
