package care.convoy.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import care.convoy.dispatch.Answers.Consciousness;
import care.convoy.dispatch.Responder.Standing;
import care.convoy.resident.Contact.Capability;
import care.convoy.resident.Contact.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SigningTest {
    private static final Responder GUARDIAN = responder("g", Role.GUARDIAN, Standing.COMING);
    private static final Responder GUARDIAN_AWAY = responder("g", Role.GUARDIAN, Standing.NOT_REACHED);
    private static final Responder GUARDIAN_CANNOT = responder("g", Role.GUARDIAN, Standing.CANNOT);
    private static final Responder SON = responder("s", Role.RELATIVE, Standing.NOT_ASKED);
    private static final Responder SON_CANNOT = responder("s", Role.RELATIVE, Standing.CANNOT);
    private static final Responder NEIGHBOUR = responder("n", Role.NEIGHBOUR, Standing.ARRIVED);
    private static final Responder SIGNING_NEIGHBOUR =
            responder("n", Role.NEIGHBOUR, Standing.ARRIVED, Capability.SIGN);
    private static final Responder POST_A = responder("a", Role.POST_A, Standing.ASKED, Capability.SIGN);
    private static final Responder POST_B = responder("b", Role.POST_B, Standing.COMING);
    private static final Responder POST_AWAY = responder("a", Role.POST_A, Standing.NOT_REACHED);

    private static Responder responder(String id, Role role, Standing standing, Capability... capabilities) {
        return new Responder(
                CardCase.contact(id, role, capabilities), standing, Told.by(Agent.Kind.CONTACT, id, CardCase.NOW));
    }

    /** Each signer as kind:contact, with + when they may be asked now. */
    static Stream<Arguments> cases() {
        return Stream.of(
                arguments(Consciousness.CLEAR, List.of(), "PATIENT:+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(Consciousness.CLOUDED, List.of(), "PATIENT: PHYSICIAN_WITH_APPROVAL:+"),
                arguments(Consciousness.NO, List.of(NEIGHBOUR), "PATIENT: PHYSICIAN_WITH_APPROVAL:+"),
                arguments(
                        Consciousness.NO,
                        List.of(POST_A, GUARDIAN),
                        "PATIENT: GUARDIAN:g+ COMMITTEE_CONTACT:a PHYSICIAN_WITH_APPROVAL:"),
                arguments(
                        Consciousness.NO,
                        List.of(POST_A, GUARDIAN_AWAY),
                        "PATIENT: GUARDIAN:g COMMITTEE_CONTACT:a+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(
                        Consciousness.NO,
                        List.of(POST_A, GUARDIAN_CANNOT, SON),
                        "PATIENT: GUARDIAN:g RELATIVE:s+ COMMITTEE_CONTACT:a+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(
                        Consciousness.NO,
                        List.of(POST_A, POST_B),
                        "PATIENT: COMMITTEE_CONTACT:b+ COMMITTEE_CONTACT:a+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(
                        Consciousness.NO,
                        List.of(SIGNING_NEIGHBOUR, SON_CANNOT),
                        "PATIENT: RELATIVE:s AUTHORISED:n+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(
                        Consciousness.NO,
                        List.of(POST_AWAY, SON_CANNOT, GUARDIAN_AWAY),
                        "PATIENT: GUARDIAN:g RELATIVE:s COMMITTEE_CONTACT:a PHYSICIAN_WITH_APPROVAL:+"),
                arguments(Consciousness.CLEAR, List.of(GUARDIAN), "PATIENT:+ GUARDIAN:g+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(Consciousness.UNKNOWN, List.of(SON), "PATIENT: RELATIVE:s+ PHYSICIAN_WITH_APPROVAL:"),
                arguments(null, List.of(SON), "PATIENT: RELATIVE:s+ PHYSICIAN_WITH_APPROVAL:"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whoMaySignIsAskedInOrder(@Nullable Consciousness consciousness, List<Responder> responders, String expected) {
        String signers = Signing.resolve(consciousness, responders).stream()
                .map(signer -> signer.kind() + ":" + signer.contact() + (signer.available() ? "+" : ""))
                .collect(Collectors.joining(" "));
        assertThat(signers).isEqualTo(expected);
    }

    @Test
    void theReasoningIsTold() {
        assertThat(Signing.resolve(Consciousness.NO, List.of(GUARDIAN_AWAY, POST_A)))
                .containsExactly(
                        new Signer(
                                Signer.Kind.PATIENT, "", false, List.of(Signer.Why.NOT_CLEAR), Signer.Basis.CLAUSE_12),
                        new Signer(
                                Signer.Kind.GUARDIAN,
                                "g",
                                false,
                                List.of(
                                        Signer.Why.GUARDIAN_ON_RECORD,
                                        Signer.Why.DEED_NOT_ON_RECORD,
                                        Signer.Why.NOT_REACHED),
                                Signer.Basis.CLAUSE_10),
                        new Signer(
                                Signer.Kind.COMMITTEE_CONTACT,
                                "a",
                                true,
                                List.of(Signer.Why.GUARDIAN_GOES_FIRST, Signer.Why.MAY_SIGN_ON_RECORD),
                                Signer.Basis.CLAUSE_12),
                        new Signer(
                                Signer.Kind.PHYSICIAN_WITH_APPROVAL,
                                "",
                                false,
                                List.of(Signer.Why.LAST_RESORT),
                                Signer.Basis.CLAUSE_12));
        assertThat(Signing.resolve(Consciousness.NO, List.of(POST_B)).get(1).why())
                .containsExactly(
                        Signer.Why.NO_GUARDIAN_ON_RECORD, Signer.Why.MAY_SIGN_NOT_ON_RECORD, Signer.Why.ON_THE_WAY);
    }
}
