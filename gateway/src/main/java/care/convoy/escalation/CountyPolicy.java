package care.convoy.escalation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a county decides about the plans of all its residents. Immutable.
 *
 * @param ambulance whether 120 is requested by itself while nobody has answered a P1
 * @param ambulanceSeconds when
 */
public record CountyPolicy(boolean ambulance, int ambulanceSeconds, Timetable p1, Timetable p2, Timetable p3) {
    private static final String NAMES =
            "p1.loud, p1.supervisor, p1.ring1, p1.ring2, p1.ring3, p1.message, p1.ambulance,"
                    + " p2.loud, p2.supervisor, p2.ring1, p2.ring2, p2.ring3, p2.message, p3.loud, p3.supervisor, p3.message";

    public CountyPolicy {
        for (Timetable times : List.of(p1, p2, p3)) {
            List<Integer> rings = times.ringSeconds();
            for (int i = 1; i < rings.size(); i++) {
                if (rings.get(i) < rings.get(i - 1)) {
                    throw new IllegalArgumentException("ring" + (i + 1) + " is called before ring" + i
                            + "; give the farther ring the same time or a later one");
                }
            }
        }
    }

    /** The times of the domain; see {@link StandardPlan}. */
    public static CountyPolicy standard() {
        return new CountyPolicy(
                true,
                120,
                new Timetable(15, 30, List.of(60, 120, 180), 60),
                new Timetable(30, 60, List.of(180, 300, 420), 180),
                new Timetable(120, 300, List.of(), 900));
    }

    /** The same with the request to 120 on or off. */
    public CountyPolicy withAmbulance(boolean on) {
        return new CountyPolicy(on, ambulanceSeconds, p1, p2, p3);
    }

    /**
     * The same with other times.
     *
     * @param settings as {@code p1.ring2=90,p2.loud=20}, seconds; empty for none
     * @throws IllegalArgumentException naming the setting that is wrong, and the mend
     */
    public CountyPolicy with(String settings) {
        CountyPolicy policy = this;
        for (String setting : settings.split(",", -1)) {
            if (!setting.isBlank()) {
                int equals = setting.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("'" + setting.strip() + "': write NAME=SECONDS");
                }
                policy = policy.with(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
        }
        return policy;
    }

    private CountyPolicy with(String name, String value) {
        if (name.startsWith("p1.")) {
            int seconds = seconds(name, value, Urgency.P1);
            return name.equals("p1.ambulance")
                    ? new CountyPolicy(ambulance, seconds, p1, p2, p3)
                    : new CountyPolicy(ambulance, ambulanceSeconds, with(p1, name, seconds), p2, p3);
        }
        if (name.startsWith("p2.")) {
            int seconds = seconds(name, value, Urgency.P2);
            return new CountyPolicy(ambulance, ambulanceSeconds, p1, with(p2, name, seconds), p3);
        }
        if (name.startsWith("p3.")) {
            int seconds = seconds(name, value, Urgency.P3);
            return new CountyPolicy(ambulance, ambulanceSeconds, p1, p2, with(p3, name, seconds));
        }
        throw unknown(name);
    }

    private static Timetable with(Timetable times, String name, int seconds) {
        String what = name.substring("p1.".length());
        int ring = List.of("ring1", "ring2", "ring3").indexOf(what);
        if (ring >= 0 && ring < times.ringSeconds().size()) {
            List<Integer> rings = new ArrayList<>(times.ringSeconds());
            rings.set(ring, seconds);
            return new Timetable(times.loudSeconds(), times.supervisorSeconds(), rings, times.messageSeconds());
        }
        return switch (what) {
            case "loud" ->
                new Timetable(seconds, times.supervisorSeconds(), times.ringSeconds(), times.messageSeconds());
            case "supervisor" ->
                new Timetable(times.loudSeconds(), seconds, times.ringSeconds(), times.messageSeconds());
            case "message" ->
                new Timetable(times.loudSeconds(), times.supervisorSeconds(), times.ringSeconds(), seconds);
            default -> throw unknown(name);
        };
    }

    private static int seconds(String name, String value, Urgency urgency) {
        int most = latestSeconds(urgency);
        try {
            int seconds = Integer.parseInt(value);
            if (seconds >= 1 && seconds <= most) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(name + "=" + value + ": must be 1 to " + most + " seconds");
    }

    /** No step of a plan is later than this. */
    static int latestSeconds(Urgency urgency) {
        return switch (urgency) {
            case P1 -> 600;
            case P2 -> 3_600;
            case P3 -> 86_400;
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("'" + name + "': no such setting; there are " + NAMES);
    }
}
