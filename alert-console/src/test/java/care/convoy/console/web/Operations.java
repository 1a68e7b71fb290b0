package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A good request for each operation of the contract, written down by hand. */
final class Operations {
    /** @param body null for none */
    record Request(
            String operation,
            String method,
            String path,
            @Nullable String body) {
        boolean writes() {
            return !method.equals("GET");
        }
    }

    private Operations() {}

    /** All of them; {@code alert} is an open alert's id. */
    static List<Request> all(String alert) {
        String at = "/api/alerts/" + alert;
        String seen = "{\"expectedVersion\":1}";
        String end = "{\"expectedVersion\":1,\"cause\":\"TEST\",\"outcome\":\"REFUSED\",\"falseAlarm\":false}";
        JsonObject login = new JsonObject().put("user", "nobody").put("password", "nothing");
        return List.of(
                new Request("login", "POST", "/api/session", login.encode()),
                new Request("getSession", "GET", "/api/session", null),
                new Request("logout", "DELETE", "/api/session", null),
                new Request("changePassword", "POST", "/api/session/password", "{\"current\":\"a\",\"next\":\"b\"}"),
                new Request("listSessions", "GET", "/api/sessions", null),
                new Request("endSession", "DELETE", "/api/sessions/abcdefgh", null),
                new Request("presence", "POST", "/api/presence", "{}"),
                new Request("listAlerts", "GET", "/api/alerts", null),
                new Request("getAlert", "GET", at, null),
                new Request("claimAlert", "POST", at + "/claim", seen),
                new Request("renewAlert", "POST", at + "/renew", "{}"),
                new Request("releaseAlert", "POST", at + "/release", "{}"),
                new Request("noteAlert", "POST", at + "/note", "{\"text\":\"x\"}"),
                new Request("resolveAlert", "POST", at + "/resolve", end),
                new Request("takeOverAlert", "POST", at + "/takeover", seen),
                new Request(
                        "deferAlert",
                        "POST",
                        at + "/defer",
                        "{\"forSeconds\":60,\"reason\":\"OTHER\",\"expectedVersion\":1}"),
                new Request("progressAlert", "POST", at + "/progress", "{\"to\":\"ON_SCENE\"}"),
                new Request("dispatchAlert", "POST", at + "/dispatch", "{\"actions\":[\"contacts\"]}"),
                new Request("reopenAlert", "POST", at + "/reopen", "{}"),
                new Request("closeAlert", "POST", at + "/close", "{}"),
                new Request("listDeviceTests", "GET", "/api/devices/tests", null),
                new Request("beginDeviceTest", "POST", "/api/devices/D0010/test", "{\"forSeconds\":60}"),
                new Request("endDeviceTest", "DELETE", "/api/devices/D0010/test", null),
                new Request("orderForAlert", "POST", at + "/order", "{\"what\":\"locate\"}"),
                new Request("orderForDevice", "POST", "/api/devices/D0010/order", "{\"what\":\"ring\"}"),
                new Request("listDeviceOrders", "GET", "/api/devices/D0010/orders", null),
                new Request("getResident", "GET", "/api/residents/R0010", null),
                new Request("getVitals", "GET", "/api/residents/R0010/vitals", null),
                new Request("getHealthChart", "GET", "/api/residents/R0010/chart?purpose=care", null),
                new Request("getHealthWeek", "GET", "/api/residents/R0010/week", null),
                new Request("getDeviceLatest", "GET", "/api/devices/D0010/latest", null),
                new Request("getRules", "GET", "/api/rules", null),
                new Request("listRuleVersions", "GET", "/api/rules/versions", null),
                new Request("putRules", "PUT", "/api/rules", "{\"why\":\"heat\",\"book\":{}}"),
                new Request("dryRunRules", "POST", "/api/rules/dry-run", "{\"book\":{}}"),
                new Request("getPersonalRules", "GET", "/api/residents/R0010/rules", null),
                new Request("listPersonalRuleVersions", "GET", "/api/residents/R0010/rules/versions", null),
                new Request(
                        "putPersonalRules", "PUT", "/api/residents/R0010/rules", "{\"why\":\"doctor\",\"limits\":{}}"),
                new Request("listDevices", "GET", "/api/devices", null),
                new Request("createDevice", "POST", "/api/devices", "{\"deviceId\":\"N1\",\"protocol\":\"mqtt\"}"),
                new Request("getDevice", "GET", "/api/devices/D0010", null),
                new Request("changeDevice", "PATCH", "/api/devices/D0010", "{\"model\":\"M2\"}"),
                new Request("closeDevice", "DELETE", "/api/devices/D0014", null),
                new Request("rotateSecret", "POST", "/api/devices/D0011/secret", "{\"overlapDays\":1}"),
                new Request("blockDevice", "POST", "/api/devices/D0012/block", "{\"reason\":\"lost\"}"),
                new Request("unblockDevice", "POST", "/api/devices/D0012/unblock", "{}"),
                new Request("getDeviceConnection", "GET", "/api/devices/D0010/connection", null),
                new Request(
                        "adoptDevice",
                        "POST",
                        "/api/quarantine/adopt",
                        "{\"protocol\":\"watch\",\"id\":\"9999999999\"}"),
                new Request("forgetQuarantined", "DELETE", "/api/quarantine/watch/9999999999", null),
                new Request("findResidents", "GET", "/api/residents?q=R00", null),
                new Request("listGrants", "GET", "/api/grants", null),
                new Request(
                        "issueGrant",
                        "POST",
                        "/api/grants",
                        "{\"name\":\"hospital\",\"scopes\":[\"system/Observation.read\"],\"purpose\":\"care\"}"),
                new Request("revokeGrant", "DELETE", "/api/grants/hospital", null),
                new Request("lookAtCarrier", "GET", "/api/demo/carrier", null),
                new Request("answerForDemo", "POST", "/api/demo/carrier", "{\"number\":2,\"key\":\"1\"}"),
                new Request(
                        "dismissUnknownCall",
                        "POST",
                        "/api/unknown-calls/dismiss",
                        "{\"protocol\":\"watch\",\"id\":\"9999999999\",\"at\":\"2026-03-02T04:03:00Z\"}"),
                new Request("listTasks", "GET", "/api/tasks", null),
                new Request("listWarnings", "GET", "/api/warnings", null),
                new Request("getWarning", "GET", "/api/warnings/1", null),
                new Request("listQuarantine", "GET", "/api/quarantine", null),
                new Request("getSystem", "GET", "/api/system", null),
                new Request("feed", "GET", "/api/feed", null));
    }
}
