package care.convoy.fhir;

import care.convoy.disclosure.Vital;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each measurement is called in FHIR R4's vital signs profiles: magic LOINC codes, finer ones beside them, UCUM units.
 *
 * @param letter first in the ids of its observations; never changes
 * @param profile last part of its StructureDefinition; empty for none
 * @param codings the profile's first
 * @param unit UCUM; of both components of a blood pressure
 * @param category of the value set observation-category
 */
record VitalCodes(
        Vital vital, char letter, String profile, List<Coding> codings, String text, String unit, String category) {
    static final Coding SYSTOLIC = Coding.loinc("8480-6", "Systolic blood pressure");
    static final Coding DIASTOLIC = Coding.loinc("8462-4", "Diastolic blood pressure");
    private static final Coding BODY_TEMPERATURE = Coding.loinc("8310-5", "Body temperature");
    private static final String VITAL_SIGNS = "vital-signs";
    private static final List<VitalCodes> ALL = Arrays.stream(Vital.values())
            .sorted(Comparator.comparingInt(Vital::rank))
            .map(VitalCodes::of)
            .toList();

    VitalCodes {
        codings = List.copyOf(codings);
    }

    static VitalCodes of(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> vitalSign(vital, 'h', "heartrate", "/min", Coding.loinc("8867-4", "Heart rate"));
            case OXYGEN ->
                vitalSign(
                        vital,
                        'o',
                        "oxygensat",
                        "%",
                        Coding.loinc("2708-6", "Oxygen saturation in Arterial blood"),
                        Coding.loinc("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"));
            case PRESSURE ->
                vitalSign(
                        vital,
                        'p',
                        "bp",
                        "mm[Hg]",
                        Coding.loinc("85354-9", "Blood pressure panel with all children optional"));
            case SYSTOLIC_ALONE -> vitalSign(vital, 'a', "vitalsigns", "mm[Hg]", SYSTOLIC);
            case DIASTOLIC_ALONE -> vitalSign(vital, 'd', "vitalsigns", "mm[Hg]", DIASTOLIC);
            case SKIN_TEMPERATURE ->
                vitalSign(
                        vital,
                        's',
                        "bodytemp",
                        "Cel",
                        BODY_TEMPERATURE,
                        Coding.loinc("39106-0", "Temperature of Skin"));
            case CORE_TEMPERATURE ->
                vitalSign(
                        vital,
                        'c',
                        "bodytemp",
                        "Cel",
                        BODY_TEMPERATURE,
                        Coding.loinc("8329-5", "Body temperature - Core"));
            case RESPIRATION -> vitalSign(vital, 'r', "resprate", "/min", Coding.loinc("9279-1", "Respiratory rate"));
            case STEPS ->
                new VitalCodes(
                        vital,
                        't',
                        "",
                        List.of(Coding.loinc("55423-8", "Number of steps in unspecified time Pedometer")),
                        "Steps since the device's midnight",
                        "{steps}",
                        "activity");
        };
    }

    private static VitalCodes vitalSign(Vital vital, char letter, String profile, String unit, Coding... codings) {
        String text = switch (vital) {
            case SKIN_TEMPERATURE -> "Temperature of the skin under the device, not of the body's core";
            case CORE_TEMPERATURE -> "Temperature of the body's core";
            default -> codings[codings.length - 1].display();
        };
        return new VitalCodes(vital, letter, profile, List.of(codings), text, unit, VITAL_SIGNS);
    }

    /** All of them, in the order in which they stand within a set. */
    static List<VitalCodes> all() {
        return ALL;
    }

    static Optional<Vital> byLetter(char letter) {
        return all().stream()
                .filter(each -> each.letter == letter)
                .map(VitalCodes::vital)
                .findFirst();
    }

    /** Which measurements carry that LOINC code; empty if none does. */
    static Set<Vital> byCode(String code) {
        Set<Vital> found = EnumSet.noneOf(Vital.class);
        for (VitalCodes each : all()) {
            if (each.codings.stream().anyMatch(coding -> coding.code().equals(code))) {
                found.add(each.vital);
            }
        }
        return found;
    }

    /** Every code that can be asked for, for messages. */
    static String codes() {
        return all().stream()
                .flatMap(each -> each.codings.stream())
                .map(Coding::code)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** As people write it. */
    String unitText() {
        return switch (unit) {
            case "mm[Hg]" -> "mmHg";
            case "Cel" -> "°C";
            case "{steps}" -> "steps";
            default -> unit;
        };
    }
}
