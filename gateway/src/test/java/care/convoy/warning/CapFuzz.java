package care.convoy.warning;

import care.convoy.device.ResidentId;
import care.convoy.fuzz.FuzzTarget;
import care.convoy.resident.Resident;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A CAP message, and everybody matched with what was read of it. A fault beside exceptions: a message that is not read the same
 * twice, or one that breaks a bound.
 */
public final class CapFuzz implements FuzzTarget {
    private static final Instant NOW = Instant.parse("2026-06-01T01:00:00Z");
    private static final Resident SOMEBODY = new Resident(
            new ResidentId("r"),
            1,
            "",
            Resident.Sex.UNKNOWN,
            null,
            Resident.BirthCalendar.SOLAR,
            "430102001001",
            "",
            28.2,
            112.9,
            "",
            1,
            List.of(),
            List.of(),
            List.of(),
            "",
            "",
            "",
            "",
            "");

    @Override
    public void feed(byte[] input) {
        CapReader.Read read = CapReader.read(input);
        if (!read.equals(CapReader.read(input))) {
            throw new IllegalStateException("read otherwise the second time");
        }
        if (read instanceof CapMessage message) {
            Warning warning = new Warning(1, message, "");
            warning.touches(SOMEBODY, NOW);
            warning.concerns("4301", NOW);
            warning.severity(NOW);
            warning.colour(NOW);
            if (message.type().warns() && message.infos().isEmpty()) {
                throw new IllegalStateException("warns of nothing");
            }
        } else if (read instanceof CapReader.Unfit unfit && unfit.mend().length() > 300) {
            throw new IllegalStateException("a long story: " + unfit.mend().length());
        }
    }

    /** Written after the standard. */
    public static List<byte[]> seeds() {
        String shapes = "<area><areaDesc>x</areaDesc><polygon>28,112 28,113 29,113 29,112 28,112</polygon>"
                + "<circle>28.2,112.9 25</circle><geocode><valueName>SAME</valueName><value>006037</value></geocode></area>";
        String more = "<onset>2026-06-01T09:00:00+08:00</onset><senderName>x</senderName><headline>&lt;&#x6;</headline>"
                + "<description><![CDATA[a]]></description><eventCode><valueName>c</valueName><value>RED</value></eventCode>";
        return List.of(
                CapText.rainstorm("a1").bytes(),
                CapText.rainstorm("a2").about("Update", "a1").bytes(),
                CapText.rainstorm("a3").about("Cancel", "a1", "a2").infos("").bytes(),
                CapText.rainstorm("a4").status("Exercise").bytes(),
                CapText.rainstorm("a5")
                        .infos(CapText.info("en", "Typhoon", "Severe", shapes, ""))
                        .bytes(),
                CapText.rainstorm("a6")
                        .infos(CapText.info("en", "Typhoon", "Minor", shapes, more.replace("&#x6;", "")))
                        .bytes(),
                CapText.rainstorm("a7").toString().getBytes(StandardCharsets.UTF_16),
                ("<!DOCTYPE alert [<!ENTITY x \"y\">]>"
                                + CapText.rainstorm("a8").toString().replaceFirst("<\\?.*\\?>\n", ""))
                        .getBytes(StandardCharsets.UTF_8));
    }
}
