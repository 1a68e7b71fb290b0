package care.convoy.alertlog.aeron;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Three members as processes of their own, with presses on all of them: killed, stopped, wiped and started again. Every
 * acknowledged press must be in the history of every member that was never wiped, once.
 *
 * <p>{@code MembersTrial DIRECTORY ROUNDS RATE LEADER_TIMEOUT_MILLIS PORT_BASE [quick]}; see {@code trials/members}.
 */
public final class MembersTrial implements AutoCloseable {
    private static final long MEMBERS = 3;
    private static final long CALM_MILLIS = 2_000;
    private static final long WARM_UP_MILLIS = 10_000;
    private static final int JOINING_ROUNDS = 10;
    private static final long JOINING_STEP_MILLIS = 400;

    private final Path directory;
    private final int rate;
    private final int leaderTimeoutMillis;
    private final int portBase;
    private final PrintStream out;
    private final MemberProcess[] members = new MemberProcess[(int) MEMBERS];
    private final Set<String> acknowledged = new HashSet<>();
    private final List<Long> acknowledgedAt = new ArrayList<>();
    private final Map<String, Integer> heard = new HashMap<>();

    MembersTrial(Path directory, int rate, int leaderTimeoutMillis, int portBase, PrintStream out) {
        this.directory = directory;
        this.rate = rate;
        this.leaderTimeoutMillis = leaderTimeoutMillis;
        this.portBase = portBase;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        boolean lost;
        try (MembersTrial trial = new MembersTrial(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                System.out)) {
            trial.startAll(WARM_UP_MILLIS);
            trial.steady(30_000);
            trial.leaderKills(rounds);
            if (arguments.length > 5 && arguments[5].equals("joining")) {
                trial.snapshotsWhileJoining();
            }
            if (arguments.length < 6) {
                trial.snapshotsWhileJoining();
                trial.followerKilled();
                trial.twoKilled();
                trial.twoStandStill();
                trial.rolling();
                trial.wipedAndSeeded();
                trial.allKilled();
            }
            lost = !trial.verdict();
        }
        System.exit(lost ? 1 : 0);
    }

    private String list() {
        return "127.0.0.1:" + portBase + ",127.0.0.1:" + (portBase + 10) + ",127.0.0.1:" + (portBase + 20);
    }

    private Path directory(int member) {
        return directory.resolve("member-" + member);
    }

    private void start(int member) throws IOException {
        members[member] = new MemberProcess(directory(member), list(), member, leaderTimeoutMillis, this::hear);
    }

    private synchronized void hear(String line) {
        String[] words = line.split(" ");
        String press = words[1] + ' ' + words[2];
        if (words[0].equals("a")) {
            acknowledged.add(press);
            acknowledgedAt.add(Long.parseLong(words[3]));
        } else {
            heard.merge(press, 1, Integer::sum);
        }
    }

    /** @param warmUpMillis a Java machine that has just started is no measure */
    void startAll(long warmUpMillis) throws IOException, InterruptedException {
        for (int id = 0; id < MEMBERS; id++) {
            start(id);
        }
        for (MemberProcess member : members) {
            member.await("ready");
        }
        for (int id = 0; id < MEMBERS; id++) {
            press(id);
        }
        calm(warmUpMillis);
    }

    /** Load and nothing else: an election now is needless. */
    private void steady(long millis) throws InterruptedException {
        long before = elections();
        long at = System.currentTimeMillis();
        calm(millis);
        out.printf(
                "%-60s %6d, longest gap %d ms%n",
                "elections without cause in " + millis / 1_000 + " s under load",
                elections() - before,
                longestGapMillis(at));
    }

    private long elections() throws InterruptedException {
        members[0].order("elections");
        return Long.parseLong(members[0].await("elections ").split(" ")[1]);
    }

    private void press(int member) {
        members[member].order("press " + Math.max(1, rate / MEMBERS));
    }

    private static void calm(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    private int leader() throws InterruptedException {
        while (true) {
            for (int id = 0; id < MEMBERS; id++) {
                if (members[id].isAlive() && members[id].leads()) {
                    return id;
                }
            }
            calm(20);
        }
    }

    private synchronized int count() {
        return acknowledged.size();
    }

    /** The longest time without an acknowledgement since then. */
    private synchronized long longestGapMillis(long sinceMillis) {
        long[] times = acknowledgedAt.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= sinceMillis)
                .sorted()
                .toArray();
        long last = sinceMillis;
        long longest = 0;
        for (long at : times) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        return longest;
    }

    /** Waits until acknowledgements come again after the one that is missing. */
    private void awaitFlow() {
        int before = count();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count() < before + rate && System.nanoTime() - deadline < 0) {
            calm(50);
        }
    }

    private long restart(int member) throws IOException, InterruptedException {
        start(member);
        long millis = Long.parseLong(members[member].await("ready").split(" ")[1]);
        press(member);
        return millis;
    }

    /** Kills the leader again and again; tells the gaps. */
    long[] leaderKills(int rounds) throws IOException, InterruptedException {
        long[] gaps = new long[rounds];
        long[] readies = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            calm(CALM_MILLIS);
            int leader = leader();
            long at = System.currentTimeMillis();
            members[leader].kill();
            awaitFlow();
            readies[round] = restart(leader);
            calm(CALM_MILLIS);
            gaps[round] = longestGapMillis(at);
            out.printf(
                    "leader killed %2d of %d: member %d, gap %d ms, back after %d ms, %d acknowledged%n",
                    round + 1, rounds, leader, gaps[round], readies[round], count());
        }
        row("leader killed, " + rounds + " times: gap p50", percentile(gaps, 50));
        row("leader killed: gap max", percentile(gaps, 100));
        row("member ready again: p50", percentile(readies, 50));
        row("member ready again: max", percentile(readies, 100));
        return gaps;
    }

    private static long percentile(long[] values, int percent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private void row(String what, long millis) {
        out.printf("%-60s %6d ms%n", what, millis);
    }

    /** A snapshot that is asked for does not wait for the others, unlike one that is due. */
    private void snapshotsWhileJoining() throws IOException, InterruptedException {
        long[] gaps = new long[JOINING_ROUNDS];
        for (int round = 0; round < JOINING_ROUNDS; round++) {
            int follower = (leader() + 1) % members.length;
            members[follower].kill();
            calm(CALM_MILLIS);
            long at = System.currentTimeMillis();
            start(follower);
            calm(JOINING_STEP_MILLIS * (1 + round));
            members[leader()].order("snapshot");
            long millis = Long.parseLong(members[follower].await("ready").split(" ")[1]);
            press(follower);
            calm(CALM_MILLIS);
            gaps[round] = longestGapMillis(at);
            out.printf(
                    "snapshot %d ms after member %d began: gap %d ms, ready after %d ms%n",
                    JOINING_STEP_MILLIS * (1 + round), follower, gaps[round], millis);
        }
        row("snapshots while a member joins: gap max", percentile(gaps, 100));
    }

    private void followerKilled() throws IOException, InterruptedException {
        int follower = (leader() + 1) % members.length;
        long at = System.currentTimeMillis();
        members[follower].kill();
        awaitFlow();
        row("follower killed: gap", longestGapMillis(at));
        restart(follower);
        calm(CALM_MILLIS);
    }

    /** Leader and one follower: no majority, so nothing may be acknowledged until one is back. */
    private void twoKilled() throws IOException, InterruptedException {
        int leader = leader();
        int other = (leader + 1) % members.length;
        members[leader].kill();
        members[other].kill();
        calm(1_000);
        int before = count();
        calm(3_000);
        out.printf("%-60s %6d (must be 0)%n", "two killed: acknowledged by the third alone", count() - before);
        long at = System.currentTimeMillis();
        start(leader);
        start(other);
        awaitFlow();
        row("two killed: gap after both were started again", longestGapMillis(at));
        for (int id : List.of(leader, other)) {
            members[id].await("ready");
            press(id);
        }
        calm(CALM_MILLIS);
    }

    private void twoStandStill() throws IOException, InterruptedException {
        int leader = leader();
        int other = (leader + 1) % members.length;
        members[leader].signal("STOP");
        members[other].signal("STOP");
        calm(1_000);
        int before = count();
        calm(4_000);
        int alone = count() - before;
        long at = System.currentTimeMillis();
        members[leader].signal("CONT");
        members[other].signal("CONT");
        awaitFlow();
        out.printf("%-60s %6d (must be 0)%n", "two stopped for 5 s: acknowledged by the third alone", alone);
        row("two stopped for 5 s: gap after they went on", longestGapMillis(at));
        calm(CALM_MILLIS);
    }

    /** One after another, each ended cleanly, as for new code. */
    private void rolling() throws IOException, InterruptedException {
        long longest = 0;
        for (int id = 0; id < MEMBERS; id++) {
            long at = System.currentTimeMillis();
            members[id].end();
            awaitFlow();
            restart(id);
            calm(CALM_MILLIS);
            longest = Math.max(longest, longestGapMillis(at));
        }
        row("rolling restart of all three: longest gap", longest);
    }

    private void wipedAndSeeded() throws IOException, InterruptedException {
        int follower = (leader() + 1) % members.length;
        members[follower].kill();
        try (Stream<Path> files = Files.walk(directory(follower))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        long at = System.nanoTime();
        MemberSeed.Copied copied = MemberSeed.copy(directory(follower), Membership.parse(list(), follower));
        row("wiped and seeded under load: seeding", (System.nanoTime() - at) / 1_000_000);
        out.printf("%-60s %6d%n", "  snapshot at log position", copied.snapshotPosition());
        row("  ready after", restart(follower));
        calm(CALM_MILLIS);
    }

    private void allKilled() throws IOException, InterruptedException {
        long at = System.currentTimeMillis();
        for (MemberProcess member : members) {
            member.kill();
        }
        for (int id = 0; id < MEMBERS; id++) {
            start(id);
        }
        for (int id = 0; id < MEMBERS; id++) {
            members[id].await("ready");
            press(id);
        }
        awaitFlow();
        row("all killed at once, started again: gap", longestGapMillis(at));
    }

    /** Lets everything come to rest and compares; says whether all is right. */
    boolean verdict() throws InterruptedException {
        for (MemberProcess member : members) {
            member.order("stop");
        }
        for (MemberProcess member : members) {
            member.await("settled");
        }
        members[0].order("check");
        Set<String> hashes = new HashSet<>();
        List<String> answers = members[0].wordsUntil("checked");
        answers.forEach(answer -> hashes.add(answer.substring(answer.lastIndexOf(' ') + 1)));
        long lost = Long.MAX_VALUE;
        long doubled = 0;
        for (int id = 0; id < MEMBERS; id++) {
            heard.clear();
            members[id].order("heard");
            members[id].await("told");
            synchronized (this) {
                long missing = acknowledged.stream()
                        .filter(press -> !heard.containsKey(press))
                        .count();
                // a member that was wiped knows the presses before its seed by its state only, which was compared
                lost = Math.min(lost, missing);
                doubled += heard.values().stream().filter(times -> times > 1).count();
            }
        }
        boolean agree = answers.size() == MEMBERS && hashes.size() == 1;
        out.printf("%d members answered, states %s%n", answers.size(), agree ? "equal" : "DIFFERENT: " + answers);
        out.printf("acknowledged %d%nlost %d doubled %d%n", count(), lost, doubled);
        return agree && lost == 0 && doubled == 0;
    }

    int acknowledgedCount() {
        return count();
    }

    @Override
    public void close() {
        for (MemberProcess member : members) {
            if (member != null) {
                member.destroy();
            }
        }
    }
}
