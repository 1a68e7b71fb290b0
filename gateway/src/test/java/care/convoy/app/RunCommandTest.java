package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is started or written. */
class RunCommandTest {
    @TempDir
    private Path directory;

    private RunCommand command(String... arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }

    @Test
    void aDemoOfThreeMembersIsRefusedAndNothingIsWritten() {
        Path data = directory.resolve("data");
        RunCommand command = command(
                "--demo",
                "--data",
                data.toString(),
                "--members",
                "127.0.0.1:20000,127.0.0.1:20010,127.0.0.1:20020",
                "--member",
                "0");

        assertThatThrownBy(command::call)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--demo and --members")
                .hasMessageContaining("leave --demo out");
        assertThat(data).doesNotExist();
    }

    private DeviceOptions devices(String... arguments) {
        DeviceOptions options = new DeviceOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        return options;
    }

    @Test
    void coapInTheClearIsAskedForAndFromThisMachineUnlessToldOtherwise() {
        assertThat(devices().devices().coap().plain()).isFalse();
        GatewayConfig.Coap here = devices("--coap-plain").devices().coap();
        assertThat(here.plain()).isTrue();
        assertThat(here.networks().allows(new InetSocketAddress("127.0.0.1", 9)))
                .isTrue();
        assertThat(here.networks().allows(new InetSocketAddress("10.1.2.3", 9))).isFalse();
        GatewayConfig.Coap apn = devices("--coap-plain", "--coap-networks", "10.0.0.0/8")
                .devices()
                .coap();
        assertThat(apn.networks().allows(new InetSocketAddress("10.1.2.3", 9))).isTrue();
        assertThat(apn.networks().allows(new InetSocketAddress("127.0.0.1", 9))).isFalse();
    }

    @Test
    void networksThatWouldNotCountAreRefused() {
        assertThatThrownBy(() -> devices("--coap-networks", "10.0.0.0/8").devices())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--coap-plain");
        assertThatThrownBy(
                        () -> devices("--coap-plain", "--coap-networks", "ten").devices())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--coap-networks 'ten'");
    }
}
