package care.convoy.research;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident;
import care.convoy.resident.Resident.Sex;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Residents as a researcher sees them. A pseudonym is an HMAC under the export's own secret: the same person within one export,
 * nobody across two. Sex, age in bands of five years and care grade stand beside it only as far as at least {@link #LEAST} people
 * share all that is shown; else grade, then age, then sex are hidden ({@code *}), and who is still in too small a group is left
 * out.
 */
final class Disguise {
    /** Fewest people who look alike. */
    static final int LEAST = 5;

    private static final int PSEUDONYM_BYTES = 10;
    private static final int OLDEST_BAND = 90;
    private static final String HIDDEN = "*";

    private Disguise() {}

    /** What is shown of one person. */
    record Shown(ResidentId resident, String pseudonym, String sex, String ageBand, String grade) {
        private Shown hiding(int level) {
            return new Shown(
                    resident,
                    pseudonym,
                    level >= 3 ? HIDDEN : sex,
                    level >= 2 ? HIDDEN : ageBand,
                    level >= 1 ? HIDDEN : grade);
        }

        private String group() {
            return sex + "/" + ageBand + "/" + grade;
        }
    }

    /** Everybody who may be shown, in the order of pseudonyms. @param secret of this export @param on when ages count */
    static List<Shown> of(Collection<Resident> residents, byte[] secret, LocalDate on) {
        Mac mac = mac(secret);
        List<Shown> left = residents.stream()
                .map(each -> new Shown(
                        each.id(), pseudonym(mac, each.id()), sex(each), band(each, on), "" + each.careGrade()))
                .toList();
        List<Shown> done = new ArrayList<>();
        for (int level = 0; level <= 3; level++) {
            int hiding = level;
            List<Shown> now = left.stream().map(each -> each.hiding(hiding)).toList();
            Map<String, Long> sizes =
                    now.stream().collect(Collectors.groupingBy(Shown::group, HashMap::new, Collectors.counting()));
            Function<Shown, Boolean> enough = each -> sizes.getOrDefault(each.group(), 0L) >= LEAST;
            now.stream().filter(enough::apply).forEach(done::add);
            left = now.stream().filter(each -> !enough.apply(each)).toList();
        }
        done.sort(Comparator.comparing(Shown::pseudonym));
        return done;
    }

    private static String sex(Resident resident) {
        return resident.sex() == Sex.UNKNOWN ? "" : resident.sex().name();
    }

    /** A year counted by the moon begins up to seven weeks later: within a band of five that is near enough. */
    private static String band(Resident resident, LocalDate on) {
        LocalDate born = resident.birthDate();
        if (born == null) {
            return "";
        }
        int age = Math.max(0, Period.between(born, on).getYears());
        if (age >= OLDEST_BAND) {
            return OLDEST_BAND + "+";
        }
        int first = age / 5 * 5;
        return first + "-" + (first + 4);
    }

    private static String pseudonym(Mac mac, ResidentId id) {
        byte[] whole = mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(whole, 0, PSEUDONYM_BYTES);
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", impossible);
        }
    }
}
