package care.convoy.app;

import care.convoy.device.ResidentId;
import care.convoy.escalation.ConvoyMember;
import care.convoy.escalation.CountyPolicy;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.OwnPlan;
import care.convoy.escalation.StandardPlan;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A resident's plan from the people around them, their care grade and what is their own, as references; from memory, on the
 * sessions' event loops.
 */
record ConvoyPlans(ResidentDirectory residents, CountyPolicy policy) implements Function<ResidentId, EscalationPlan> {
    @Override
    public EscalationPlan apply(ResidentId resident) {
        List<ConvoyMember> members =
                residents.contactsOf(resident).stream().map(ConvoyPlans::member).toList();
        Resident record = residents.find(resident);
        int grade = record == null ? StandardPlan.UNKNOWN_GRADE : record.careGrade();
        return OwnPlan.of(members, grade, policy, residents.planChangesOf(resident));
    }

    private static ConvoyMember member(Contact contact) {
        Set<ConvoyMember.Capability> capabilities = contact.capabilities().stream()
                .map(capability -> ConvoyMember.Capability.valueOf(capability.name()))
                .collect(Collectors.toUnmodifiableSet());
        boolean post = contact.role() == Contact.Role.POST_A || contact.role() == Contact.Role.POST_B;
        return new ConvoyMember(contact.id(), contact.ring(), capabilities, post, contact.channels());
    }
}
