package care.convoy.warning;

import java.nio.charset.StandardCharsets;

/** CAP messages, written for tests after the standard's own description. Immutable. */
public record CapText(String identifier, String status, String type, String references, String infos) {
    public static final String SENDER = "changsha@cma.example";
    public static final String SENT = "2026-06-01T08:30:00+08:00";

    /** A red rainstorm warning of Changsha in Chinese and English, for an hour and a half from then. */
    public static CapText rainstorm(String identifier) {
        return new CapText(
                identifier,
                "Actual",
                "Alert",
                "",
                info("zh-CN", "暴雨", "Extreme", AREA, "<headline>长沙市气象台发布暴雨红色预警</headline>")
                        + info("en-US", "Rainstorm", "Extreme", AREA, ""));
    }

    public static final String AREA = "<area><areaDesc>长沙市</areaDesc><geocode><valueName>行政区划代码</valueName>"
            + "<value>430100000000</value></geocode></area>";

    /** @param more elements before the area */
    public static String info(String language, String event, String severity, String area, String more) {
        return "<info><language>" + language + "</language><category>Met</category><event>" + event
                + "</event><urgency>Immediate</urgency><severity>" + severity
                + "</severity><certainty>Observed</certainty>"
                + "<effective>2026-06-01T08:30:00+08:00</effective><expires>2026-06-01T10:00:00+08:00</expires>"
                + more + "<parameter><valueName>预警级别</valueName><value>红色</value></parameter>" + area + "</info>";
    }

    public CapText status(String other) {
        return new CapText(identifier, other, type, references, infos);
    }

    public CapText infos(String other) {
        return new CapText(identifier, status, type, references, other);
    }

    /** A later message about earlier ones of the same sender, sent at {@link #SENT}. */
    public CapText about(String other, String... identifiers) {
        StringBuilder all = new StringBuilder();
        for (String each : identifiers) {
            all.append(SENDER).append(',').append(each).append(',').append(SENT).append(' ');
        }
        return new CapText(identifier, status, other, all.toString(), infos);
    }

    @Override
    public String toString() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>"
                + identifier + "</identifier><sender>" + SENDER + "</sender><sent>" + SENT + "</sent><status>" + status
                + "</status><msgType>" + type + "</msgType><scope>Public</scope>"
                + (references.isEmpty() ? "" : "<references>" + references + "</references>") + infos + "</alert>";
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
