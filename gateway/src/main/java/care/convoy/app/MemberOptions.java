package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who forms the alert log, as options. */
final class MemberOptions {
    @Option(
            names = "--members",
            paramLabel = "LIST",
            description = "The three members of the alert log, HOST:PORTBASE,HOST:PORTBASE,HOST:PORTBASE; each uses six"
                    + " UDP ports from its base on. The same list for all; --port-offset is not added to it.")
    private @Nullable String members;

    @Option(names = "--member", paramLabel = "N", description = "Which of them this is: 0, 1 or 2.")
    private @Nullable Integer member;

    @Option(
            names = "--leader-timeout",
            paramLabel = "MILLIS",
            description = "How long a leader may be silent until another is elected; the same for all. Default: 700.")
    private @Nullable Integer leaderTimeoutMillis;

    /** Null if there is only one member. @throws Refusal saying in one line what is wrong */
    @Nullable
    Membership membership() {
        if (members == null) {
            if (member != null || leaderTimeoutMillis != null) {
                throw new Refusal("--member and --leader-timeout go with --members HOST:PORTBASE,HOST:PORTBASE,...");
            }
            return null;
        }
        return required();
    }

    /** @throws Refusal also if they were left out */
    Membership required() {
        if (members == null || member == null) {
            throw new Refusal("--members HOST:PORTBASE,HOST:PORTBASE,HOST:PORTBASE and --member 0, 1 or 2 go together");
        }
        try {
            Membership membership = Membership.parse(members, member);
            return leaderTimeoutMillis == null
                    ? membership
                    : membership.withLeaderTimeout(Duration.ofMillis(leaderTimeoutMillis));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("--members " + members + ": " + wrong.getMessage());
        }
    }
}
