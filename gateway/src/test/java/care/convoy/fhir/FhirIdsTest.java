package care.convoy.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.disclosure.MeasuredSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FhirIdsTest {
    private static final String SHAPE = "[A-Za-z0-9\\-.]{1,64}";
    private static final String ALPHABET = "abcXYZ019._:-";

    private final FhirIds ids = new FhirIds("00112233445566778899aabbccddeeff");

    @Test
    void provisionedIdsThatFitAreUsedAsTheyAre() {
        for (String id : List.of("r1", "R0001", "430102.7", "a-b", "0", "xy", "h2")) {
            assertThat(FhirIds.of(id)).isEqualTo(id);
            assertThat(FhirIds.provisioned(id)).contains(id);
        }
    }

    @Test
    void everyProvisionedIdHasOneOfItsOwnThatLeadsBack() {
        Random random = new Random(5);
        Set<String> seen = new HashSet<>();
        Set<String> given = new HashSet<>(List.of("x.", "x.a", "h.a", "x..u", "_", ":", "a_b", "a:b", "x..."));
        while (given.size() < 5_000) {
            StringBuilder id = new StringBuilder(random.nextInt(10) == 0 ? "x." : "");
            int length = 1 + random.nextInt(62);
            while (id.length() < length) {
                id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            given.add(id.toString());
        }
        for (String id : given) {
            String logical = FhirIds.of(id);
            assertThat(logical).matches(SHAPE);
            assertThat(VitalCodes.all())
                    .allSatisfy(codes -> assertThat(FhirIds.metric(id, codes)).matches(SHAPE));
            assertThat(seen.add(logical)).as(id).isTrue();
            if (FhirIds.isHashed(logical)) {
                assertThat(FhirIds.provisioned(logical)).isEmpty();
            } else {
                assertThat(FhirIds.provisioned(logical)).contains(id);
            }
        }
        assertThat(given).anyMatch(id -> FhirIds.isHashed(FhirIds.of(id)));
    }

    @Test
    void whatWasMadeUpIsNoId() {
        for (String id : List.of("", "a_b", "x.", "x.a.", "x.a.z", "ä", "a b", "x.%", "a/b", "y".repeat(70))) {
            assertThat(FhirIds.provisioned(id)).as(id).isEmpty();
        }
        for (String id :
                List.of("", "h-", "h-00", "z-" + "0".repeat(32), "h-" + "g".repeat(32), "h" + "0".repeat(33))) {
            assertThat(ids.row(id)).as(id).isEmpty();
        }
    }

    @Test
    void anObservationsIdLeadsToItsRowAndSaysNothingOfIt() {
        Random random = new Random(7);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            long resident = random.nextLong(1L << 40);
            long device = random.nextLong(1L << 40);
            long at = random.nextLong(253_402_300_799_999L);
            MeasuredSet set = new MeasuredSet(
                    new ResidentId("r1"),
                    new DeviceId("d1"),
                    resident,
                    device,
                    at,
                    70,
                    97,
                    120,
                    80,
                    3_650,
                    true,
                    16,
                    5);
            for (VitalCodes codes : VitalCodes.all()) {
                String id = ids.observation(set, codes);
                assertThat(id).matches(SHAPE);
                assertThat(seen.add(id)).isTrue();
                assertThat(ids.row(id)).contains(new FhirIds.Row(codes.vital(), resident, device, at));
            }
        }
    }
}
