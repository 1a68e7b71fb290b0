package care.convoy.alertlog.aeron;

import java.util.List;

/**
 * Who forms the log: one member, or three.
 *
 * @param memberId this node's place in {@code members}
 */
public record Membership(int memberId, List<Member> members) {
    /** How many ports in a row a member uses. */
    public static final int PORTS = 5;

    public Membership {
        members = List.copyOf(members);
        if (members.size() != 1 && members.size() != 3) {
            throw new IllegalArgumentException("alert log: 1 or 3 members; two do not survive the death of one");
        }
        if (memberId < 0 || memberId >= members.size()) {
            throw new IllegalArgumentException("alert log: the member id is a place in the list of members");
        }
    }

    /**
     * Where a member is reached.
     *
     * @param portBase the first of five UDP ports in a row: ingress, consensus, log, catch-up, archive
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

    boolean isSingle() {
        return members.size() == 1;
    }

    Member self() {
        return members.get(memberId);
    }

    /** As Aeron writes it: {@code id,ingress,consensus,log,catchup,archive|...}. */
    String clusterMembers() {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < members.size(); id++) {
            text.append(id == 0 ? "" : "|").append(id);
            for (int port = 0; port < PORTS; port++) {
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
                    .append(members.get(id).endpoint(0));
        }
        return text.toString();
    }
}
