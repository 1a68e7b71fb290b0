package care.convoy.app;

import care.convoy.administration.AdministrationClient;
import care.convoy.administration.Reply;
import care.convoy.administration.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which gateway an administration command talks to, and how its answer is printed. */
final class AdministrationOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory of the running gateway. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    /** Taken so that one set of options serves every command; the socket lies in the data directory, whatever the ports. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--port-offset", paramLabel = "N", defaultValue = "0", hidden = true)
    private int portOffset;

    int send(String command, Map<String, String> arguments) {
        return send(new Request(command, arguments, Request.Content.none()));
    }

    int sendFile(String command, Path file) {
        try {
            if (Files.size(file) > Request.Content.MAX_BYTES) {
                throw new Refusal(file + " is larger than 64 MiB; split it (an import may be repeated)");
            }
            return send(new Request(command, Map.of(), new Request.Content(Files.readAllBytes(file))));
        } catch (IOException unreadable) {
            throw new Refusal(file + " cannot be read: " + unreadable);
        }
    }

    private int send(Request request) {
        try {
            Reply reply = AdministrationClient.send(data, request);
            reply.lines().forEach(reply.ok() ? System.out::println : System.err::println);
            return reply.ok() ? 0 : 2;
        } catch (IOException away) {
            throw new Refusal(String.valueOf(away.getMessage()));
        }
    }
}
