package care.convoy.alertlog.aeron;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Who forms the log: one member, or three.
 *
 * @param memberId this node's place in {@code members}
 * @param keyMark tells the key that notes in the log are sealed with from others; the same on all members
 * @param leaderTimeout how long a leader may be silent until the others elect another; the same on all members
 */
public record Membership(int memberId, List<Member> members, int keyMark, Duration leaderTimeout) {
    /** How many ports in a row a member uses. */
    public static final int PORTS = 6;

    static final int INGRESS = 0;
    static final int CONSENSUS = 1;
    static final int LOG = 2;
    static final int CATCH_UP = 3;
    static final int ARCHIVE = 4;
    static final int MUSTER = 5;

    /** Chosen by measurement, see docs/performance.md. */
    public static final Duration LEADER_TIMEOUT = Duration.ofMillis(700);

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:,\\s]+):([0-9]{4,5})");

    public Membership {
        members = List.copyOf(members);
        if (members.size() != 1 && members.size() != 3) {
            throw new IllegalArgumentException("alert log: 1 or 3 members; two do not survive the death of one");
        }
        if (memberId < 0 || memberId >= members.size()) {
            throw new IllegalArgumentException("alert log: the member id is a place in the list of members");
        }
        if (members.stream().distinct().count() != members.size()) {
            throw new IllegalArgumentException("alert log: two members at the same address");
        }
        if (leaderTimeout.toMillis() < 300 || leaderTimeout.toMillis() > 10_000) {
            throw new IllegalArgumentException("alert log: a leader's time-out of 300 ms to 10 s");
        }
    }

    public Membership(int memberId, List<Member> members) {
        this(memberId, members, 0, LEADER_TIMEOUT);
    }

    /**
     * Reads a list as a person writes it.
     *
     * @param list {@code HOST:PORTBASE,HOST:PORTBASE,HOST:PORTBASE}
     * @throws IllegalArgumentException with one line saying what is wrong with it
     */
    public static Membership parse(String list, int memberId) {
        List<Member> members = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            Matcher address = ADDRESS.matcher(each.strip());
            if (!address.matches()) {
                throw new IllegalArgumentException("'" + each + "' is not HOST:PORTBASE, as 10.0.0.1:7800");
            }
            members.add(new Member(address.group(1), Integer.parseInt(address.group(2))));
        }
        if (members.size() != 3) {
            throw new IllegalArgumentException(members.size() + " given, three are wanted: two do not survive the death"
                    + " of one, and one needs no --members");
        }
        if (memberId < 0 || memberId >= members.size()) {
            throw new IllegalArgumentException("--member " + memberId + " is not a place in the list: 0, 1 or 2");
        }
        return new Membership(memberId, members);
    }

    public Membership withKeyMark(int newKeyMark) {
        return new Membership(memberId, members, newKeyMark, leaderTimeout);
    }

    public Membership withLeaderTimeout(Duration newLeaderTimeout) {
        return new Membership(memberId, members, keyMark, newLeaderTimeout);
    }

    /**
     * Where a member is reached.
     *
     * @param portBase the first of six UDP ports in a row: ingress, consensus, log, catch-up, archive, muster
     */
    public record Member(String host, int portBase) {
        public Member {
            if (host.isBlank() || portBase < 1_024 || portBase > 65_535 - PORTS) {
                throw new IllegalArgumentException("alert log: a member has a host and a port base of 1024 to 65530");
            }
        }

        String endpoint(int port) {
            return host + ':' + (portBase + port);
        }
    }

    /** One member on this host. */
    public static Membership single(int portBase) {
        return new Membership(0, List.of(new Member("localhost", portBase)));
    }

    /** How many copies of the log there are when all members are up. */
    public int copies() {
        return members.size();
    }

    boolean isSingle() {
        return members.size() == 1;
    }

    public Member self() {
        return members.get(memberId);
    }

    /** Equal on members that were given the same list. */
    int listMark() {
        CRC32C crc = new CRC32C();
        crc.update(clusterMembers().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** Where members answer backup queries: the consensus endpoints of all but this one. */
    String othersConsensusEndpoints() {
        List<String> endpoints = new ArrayList<>();
        for (int id = 0; id < members.size(); id++) {
            if (id != memberId) {
                endpoints.add(members.get(id).endpoint(CONSENSUS));
            }
        }
        return String.join(",", endpoints);
    }

    /** As Aeron writes it: {@code id,ingress,consensus,log,catchup,archive|...}. */
    String clusterMembers() {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < members.size(); id++) {
            text.append(id == 0 ? "" : "|").append(id);
            for (int port = INGRESS; port <= ARCHIVE; port++) {
                text.append(',').append(members.get(id).endpoint(port));
            }
        }
        return text.toString();
    }

    /** As Aeron's client writes it: {@code id=ingress,...}. */
    String ingressEndpoints() {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < members.size(); id++) {
            text.append(id == 0 ? "" : ",")
                    .append(id)
                    .append('=')
                    .append(members.get(id).endpoint(INGRESS));
        }
        return text.toString();
    }
}
