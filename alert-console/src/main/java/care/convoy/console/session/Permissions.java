package care.convoy.console.session;

import static care.convoy.console.Role.ADMIN;
import static care.convoy.console.Role.AUDITOR;
import static care.convoy.console.Role.DISPATCHER;
import static care.convoy.console.Role.FIELD;
import static care.convoy.console.Role.OPERATOR;
import static care.convoy.console.Role.SUPERVISOR;

import care.convoy.console.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The role by operation matrix. An operation that is not named here is denied to everybody; a test holds it against the
 * contract and a table of its own.
 */
public final class Permissions {
    private static final Set<Role> ALL = Set.copyOf(EnumSet.allOf(Role.class));
    private static final Set<Role> DESK = Set.of(OPERATOR, SUPERVISOR);
    private static final Set<Role> READERS = Set.of(OPERATOR, DISPATCHER, SUPERVISOR, AUDITOR);

    /** Who tries devices out: those who bring them, those who run them, and who answers for the desk. */
    private static final Set<Role> ENGINEERS = Set.of(FIELD, ADMIN, SUPERVISOR);

    /** Who brings devices, and who runs the system. */
    private static final Set<Role> PROVISIONERS = Set.of(FIELD, ADMIN);

    /** Who looks at devices as things. */
    private static final Set<Role> INSPECTORS = Set.of(FIELD, ADMIN, SUPERVISOR, AUDITOR);

    /** The book says nothing of anybody: who runs the system may read it, too. */
    private static final Set<Role> RULE_READERS = Set.of(OPERATOR, DISPATCHER, SUPERVISOR, ADMIN, AUDITOR);

    /** Who may order something of a device without a case, each what {@link #orders} says. */
    private static final Set<Role> ORDERING = Set.of(OPERATOR, SUPERVISOR, ADMIN, FIELD);

    private static final List<String> WEARER = List.of("locate", "measure", "ring", "callBack", "message");
    private static final List<String> SETTING_UP = List.of("configure", "sosNumbers", "fallAlarm");

    private static final Map<String, Set<Role>> MATRIX = Map.ofEntries(
            Map.entry("getSession", ALL),
            Map.entry("lookAtCarrier", ALL),
            Map.entry("answerForDemo", ALL),
            Map.entry("logout", ALL),
            Map.entry("changePassword", ALL),
            Map.entry("listSessions", ALL),
            Map.entry("endSession", ALL),
            Map.entry("presence", READERS),
            Map.entry("listAlerts", READERS),
            Map.entry("getAlert", READERS),
            Map.entry("claimAlert", DESK),
            Map.entry("dismissUnknownCall", DESK),
            Map.entry("renewAlert", DESK),
            Map.entry("releaseAlert", DESK),
            Map.entry("noteAlert", Set.of(OPERATOR, DISPATCHER, SUPERVISOR)),
            Map.entry("resolveAlert", DESK),
            Map.entry("takeOverAlert", Set.of(SUPERVISOR)),
            Map.entry("deferAlert", DESK),
            Map.entry("progressAlert", DESK),
            Map.entry("dispatchAlert", DESK),
            Map.entry("reopenAlert", DESK),
            Map.entry("closeAlert", DESK),
            Map.entry("getResident", READERS),
            Map.entry("getVitals", READERS),
            Map.entry("getHealthChart", READERS),
            Map.entry("getHealthWeek", Set.of(SUPERVISOR, DISPATCHER)),
            Map.entry("getDeviceLatest", READERS),
            Map.entry("listDeviceTests", ALL),
            Map.entry("beginDeviceTest", ENGINEERS),
            Map.entry("endDeviceTest", ENGINEERS),
            Map.entry("listDevices", INSPECTORS),
            Map.entry("getDevice", INSPECTORS),
            Map.entry("getDeviceConnection", INSPECTORS),
            Map.entry("createDevice", PROVISIONERS),
            Map.entry("changeDevice", PROVISIONERS),
            Map.entry("rotateSecret", PROVISIONERS),
            Map.entry("adoptDevice", PROVISIONERS),
            Map.entry("forgetQuarantined", PROVISIONERS),
            Map.entry("findResidents", PROVISIONERS),
            Map.entry("blockDevice", ENGINEERS),
            Map.entry("unblockDevice", ENGINEERS),
            Map.entry("closeDevice", ENGINEERS),
            Map.entry("getRules", RULE_READERS),
            Map.entry("listRuleVersions", RULE_READERS),
            Map.entry("putRules", Set.of(SUPERVISOR)),
            Map.entry("dryRunRules", Set.of(SUPERVISOR)),
            Map.entry("getPersonalRules", READERS),
            Map.entry("listPersonalRuleVersions", READERS),
            Map.entry("putPersonalRules", Set.of(SUPERVISOR)),
            Map.entry("orderForAlert", DESK),
            Map.entry("orderForDevice", ORDERING),
            Map.entry("listDeviceOrders", Set.of(OPERATOR, FIELD, ADMIN, SUPERVISOR, AUDITOR)),
            Map.entry("listGrants", Set.of(ADMIN, AUDITOR)),
            Map.entry("issueGrant", Set.of(ADMIN)),
            Map.entry("revokeGrant", Set.of(ADMIN)),
            Map.entry("listTasks", Set.of(OPERATOR, DISPATCHER, SUPERVISOR, AUDITOR, FIELD)),
            Map.entry("listWarnings", READERS),
            Map.entry("getWarning", READERS),
            Map.entry("listQuarantine", Set.of(OPERATOR, SUPERVISOR, AUDITOR, ADMIN, FIELD)),
            Map.entry("getSystem", Set.of(OPERATOR, DISPATCHER, SUPERVISOR, AUDITOR, ADMIN, FIELD)),
            Map.entry("feed", READERS));

    private Permissions() {}

    /** Whether the role may do it. @param operation operationId of the contract */
    public static boolean allows(Role role, String operation) {
        return MATRIX.getOrDefault(operation, Set.of()).contains(role);
    }

    /**
     * What the role may order of a device without a case, as {@code what} of {@code orderForDevice}: who is responsible for
     * people has their devices act, who is responsible for devices sets them up and lets them ring to find them.
     */
    public static List<String> orders(Role role) {
        return switch (role) {
            case OPERATOR -> WEARER;
            case SUPERVISOR ->
                Stream.concat(WEARER.stream(), SETTING_UP.stream()).toList();
            case ADMIN, FIELD ->
                Stream.concat(Stream.of("ring"), SETTING_UP.stream()).toList();
            case DISPATCHER, AUDITOR -> List.of();
        };
    }

    /**
     * What a resident's charts may be read for: {@code case} while an alert of theirs is open, {@code care} to call and look
     * after them, {@code audit} to check what others did.
     */
    public static Set<String> purposes(Role role) {
        return switch (role) {
            case OPERATOR, SUPERVISOR -> Set.of("case", "care");
            case DISPATCHER -> Set.of("case");
            case AUDITOR -> Set.of("audit");
            case ADMIN, FIELD -> Set.of();
        };
    }

    /** What the role may do, sorted. */
    public static List<String> of(Role role) {
        return MATRIX.keySet().stream()
                .filter(operation -> allows(role, operation))
                .sorted()
                .toList();
    }
}
