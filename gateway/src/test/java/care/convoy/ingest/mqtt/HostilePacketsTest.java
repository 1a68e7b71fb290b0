package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that may not be, each with the code that a client of 5.0 is told. */
class HostilePacketsTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no such packet type                     | 0000                           | 82
            a CONNACK from a client                 | 2003000000                     | 82
            a SUBACK from a client                  | 90040001 0000                  | 82
            an UNSUBACK from a client               | b0040001 0000                  | 82
            a PINGRESP from a client                | d000                           | 82
            an AUTH that nobody asked for           | f000                           | 82
            an AUTH with an unknown reason          | f002 0500                      | 81
            remaining length longer than need be    | c08000                         | 81
            remaining length of five bytes          | 30ffffffff01                   | 81
            a packet of 100 MB                      | 3080c2d72f                     | 95
            PUBLISH with QoS 3                      | 3606 0001 61 0001 00           | 81
            PUBLISH with QoS 0 marked as repeated   | 3804 0001 61 00                | 81
            PUBLISH with packet id 0                | 3206 0001 61 0000 00           | 82
            PUBLISH without topic or alias          | 3003 0000 00                   | 81
            PUBLISH to a filter                     | 3004 0001 23 00                | 81
            PUBLISH with a property of a server     | 3006 0001 61 02 2400           | 82
            PUBLISH with a truncated wrong property | 3005 0001 61 01 21             | 81
            PUBLISH cut in its topic                | 3003 0005 61                   | 81
            PUBLISH without properties              | 3003 0001 61                   | 81
            a topic with a surrogate                | 3006 0003 eda080 00            | 81
            a topic with an overlong form           | 3005 0002 c080 00              | 81
            a topic with U+0000                     | 3004 0001 00 00                | 81
            a topic beyond U+10FFFF                 | 3007 0004 f4908080 00          | 81
            PUBLISH with a CONNECT property         | 3007 0001 61 03 210001         | 82
            PUBLISH with an unknown property        | 3006 0001 61 02 7f00           | 81
            PUBLISH with a doubled property         | 3008 0001 61 04 0100 0100      | 82
            PUBLISH with a payload format of 2      | 3006 0001 61 02 0102           | 82
            PUBLISH with a subscription identifier  | 3006 0001 61 02 0b01           | 82
            PUBLISH with a wildcard response topic  | 3008 0001 61 04 08 0001 23     | 82
            PUBLISH whose properties run over       | 3005 0001 61 05 01             | 81
            PUBLISH with alias 0                    | 3007 0001 61 03 230000         | 94
            PUBACK with flags                       | 4102 0001                      | 81
            PUBACK with packet id 0                 | 4002 0000                      | 82
            PUBACK with an unknown reason           | 4003 0001 05                   | 82
            PUBACK with a byte too many             | 4005 0001 00 00 00             | 81
            PUBREC with flags                       | 5202 0001                      | 81
            PUBREL without its flags                | 6002 0001                      | 81
            PUBREL with a reason of PUBREC          | 6203 0001 97                   | 82
            PUBCOMP with flags                      | 7102 0001                      | 81
            SUBSCRIBE without its flags             | 8007 0001 00 0001 61 00        | 81
            SUBSCRIBE without a filter              | 8203 0001 00                   | 81
            SUBSCRIBE with an empty filter          | 8206 0001 00 0000 00           | 81
            SUBSCRIBE with a property of PUBLISH    | 8209 0001 02 0100 0001 61 00   | 81
            SUBSCRIBE with QoS 3                    | 8207 0001 00 0001 61 03        | 81
            SUBSCRIBE with reserved bits            | 8207 0001 00 0001 61 40        | 81
            SUBSCRIBE with retain handling 3        | 8207 0001 00 0001 61 30        | 81
            SUBSCRIBE with packet id 0              | 8207 0000 00 0001 61 00        | 81
            SUBSCRIBE with identifier 0             | 8209 0001 02 0b00 0001 61 00   | 81
            SUBSCRIBE with two identifiers          | 820b 0001 04 0b010b02 0001 61 00 | 82
            UNSUBSCRIBE without its flags           | a006 0001 00 0001 61           | 81
            UNSUBSCRIBE without a filter            | a203 0001 00                   | 81
            PINGREQ with flags                      | c100                           | 81
            PINGREQ with a body                     | c00100                         | 81
            DISCONNECT with flags                   | e100                           | 81
            DISCONNECT that revives a dead session  | e007 00 05 1100000001          | 82
            """)
    void isToldItsCode(String what, String hex, String code) {
        Bench.Peer peer = bench.connect().in5("band-1").sendHex(hex);
        assertThat(bench.allocator.metric().usedHeapMemory()).isLessThan(4_096);
        assertThat(peer.received()).isEqualTo(Wire.goodbye(code));
        assertThat(peer.isClosed()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            fixed header flags              | 11 0d 00044d515454 05 02 003c 00 0000           | 2003008100
            the reserved connect flag       | 10 0d 00044d515454 05 03 003c 00 0000           | 2003008100
            a will QoS without a will       | 10 0d 00044d515454 05 0a 003c 00 0000           | 2003008100
            a will of QoS 3                 | 10 0d 00044d515454 05 1e 003c 00 0000           | 2003008100
            a doubled property              | 10 13 00044d515454 05 02 003c 06 210001210001 0000 | 2003008200
            a property of PUBLISH           | 10 0f 00044d515454 05 02 003c 02 0101 0000      | 2003008200
            receive maximum 0               | 10 10 00044d515454 05 02 003c 03 210000 0000    | 2003008200
            data without a method           | 10 11 00044d515454 05 02 003c 04 16000100 0000  | 2003008200
            a byte too many                 | 10 0e 00044d515454 05 02 003c 00 0000 00        | 2003008100
            cut in the client id            | 10 0d 00044d515454 05 02 003c 00 0009           | 2003008100
            another protocol                | 10 0d 00044d515455 05 02 003c 00 0000           | ''
            """)
    void aFaultyConnectIsToldItsCode(String what, String hex, String connack) {
        Bench.Peer peer = bench.connect().sendHex(hex);
        assertThat(peer.received()).isEqualTo(connack);
        assertThat(peer.isClosed()).isTrue();
    }
}
