package care.convoy.app;

import care.convoy.alertlog.aeron.MemberSeed;
import care.convoy.alertlog.aeron.Membership;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./convoy member}: what is done to one of three members while it does not run. */
@Command(
        name = "member",
        mixinStandardHelpOptions = true,
        description = "One of the three members of an alert log; see docs/operations.md, Three members.",
        subcommands = {MemberCommand.Seed.class, MemberCommand.Convert.class, MemberCommand.Check.class})
final class MemberCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Refusal("member: one of seed, convert, check is wanted; see ./convoy member --help");
    }

    /** {@code ./convoy member seed}. */
    @Command(
            name = "seed",
            mixinStandardHelpOptions = true,
            description =
                    "Copies the alert log of the two others into an empty directory, so that this member may start"
                            + " again. The other two must run.")
    static final class Seed implements Callable<Integer> {
        @Mixin
        private final MemberOptions members = new MemberOptions();

        @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The member's directory.")
        private Path data = Path.of("data");

        @Override
        public Integer call() throws InterruptedException {
            Membership membership = members.required();
            Path directory = data.toAbsolutePath().normalize();
            Path key = directory.resolve("vault.key");
            if (!Files.exists(key)) {
                throw new Refusal("there is no " + key + ": copy the file from another member first, mode 0600");
            }
            System.setProperty("convoy.log", directory.resolve("logs").toString());
            try (DataDirectory taken = DataDirectory.open(directory, false)) {
                FreePorts.requireAlertLog(membership.self());
                int keyMark = Vault.open(key, true).keyMark();
                MemberSeed.Copied copied =
                        MemberSeed.copy(taken.path().resolve("log"), membership.withKeyMark(keyMark));
                System.out.println("member " + membership.memberId() + " seeded up to log position " + copied.position()
                        + " (snapshot at " + copied.snapshotPosition() + "); start it with ./convoy run");
                return 0;
            } catch (IOException failed) {
                throw new Refusal("not seeded: " + failed.getMessage());
            }
        }
    }

    /** {@code ./convoy member convert}. */
    @Command(
            name = "convert",
            mixinStandardHelpOptions = true,
            description = "Makes the stopped log of a single member, or a copy of it, that of one of three members.")
    static final class Convert implements Callable<Integer> {
        @Mixin
        private final MemberOptions members = new MemberOptions();

        @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The member's directory.")
        private Path data = Path.of("data");

        @Override
        public Integer call() {
            Membership membership = members.required();
            Path directory = data.toAbsolutePath().normalize();
            if (!Files.isDirectory(directory.resolve("log"))) {
                throw new Refusal("there is no alert log in " + directory.resolve("log"));
            }
            try (DataDirectory taken = DataDirectory.open(directory, false)) {
                MemberSeed.convert(taken.path().resolve("log"), membership);
                System.out.println("the alert log in " + taken.path() + " is now of member " + membership.memberId()
                        + " of three; the other two need a copy of the same stopped log");
                return 0;
            } catch (IOException failed) {
                throw new Refusal("not converted: " + failed.getMessage());
            }
        }
    }

    /** {@code ./convoy member check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Lets the running members compare their states now (they do it each minute by themselves).")
    static final class Check implements Callable<Integer> {
        @Mixin
        private AdministrationOptions gateway = new AdministrationOptions();

        @Override
        public Integer call() {
            return gateway.send("member.check", Map.of());
        }
    }
}
