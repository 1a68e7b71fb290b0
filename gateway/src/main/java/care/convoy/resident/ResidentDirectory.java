package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.escalation.PlanChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All residents, their contacts and what is their own in their plans, in memory, so that an alarm never waits for the database. Fed at start and after each
 * import. Thread-safe: readers see the whole of one feeding.
 */
public final class ResidentDirectory {
    private volatile Content content = new Content(0, Map.of(), Map.of(), Map.of());

    private record Content(
            long feeding,
            Map<ResidentId, Resident> residents,
            Map<ResidentId, List<Contact>> contacts,
            Map<ResidentId, List<PlanChange>> plans) {}

    /** The record, or null if the resident is not known. */
    public @Nullable Resident find(ResidentId id) {
        return content.residents().get(id);
    }

    /** The people around a resident, nearest ring first, within a ring by id. */
    public List<Contact> contactsOf(ResidentId id) {
        return content.contacts().getOrDefault(id, List.of());
    }

    /** How a resident's plan differs from the standard one, in no order. */
    public List<PlanChange> planChangesOf(ResidentId id) {
        return content.plans().getOrDefault(id, List.of());
    }

    /** How many residents are known. */
    public int size() {
        return content.residents().size();
    }

    /** Another number after each feeding: what was made of the records is to be made anew. */
    public long feeding() {
        return content.feeding();
    }

    /** Every record, in no order. */
    public Collection<Resident> residents() {
        return content.residents().values();
    }

    /** Every contact, in no order. */
    public List<Contact> contacts() {
        List<Contact> all = new ArrayList<>();
        content.contacts().values().forEach(all::addAll);
        return all;
    }

    /** Replaces everything. */
    public synchronized void replaceAll(
            Collection<Resident> residents, Collection<Contact> contacts, Collection<ResidentPlanChange> planChanges) {
        Map<ResidentId, Resident> byId = HashMap.newHashMap(residents.size());
        for (Resident resident : residents) {
            byId.put(resident.id(), resident);
        }
        Map<ResidentId, List<Contact>> byResident = new HashMap<>();
        for (Contact contact : contacts) {
            byResident
                    .computeIfAbsent(contact.resident(), id -> new ArrayList<>())
                    .add(contact);
        }
        byResident.replaceAll((id, around) -> around.stream()
                .sorted((a, b) -> a.ring() != b.ring() ? Integer.compare(a.ring(), b.ring()) : a.id().compareTo(b.id()))
                .toList());
        Map<ResidentId, List<PlanChange>> plans = new HashMap<>();
        for (ResidentPlanChange each : planChanges) {
            plans.computeIfAbsent(each.resident(), id -> new ArrayList<>()).add(each.change());
        }
        plans.replaceAll((id, changes) -> List.copyOf(changes));
        content = new Content(content.feeding() + 1, byId, byResident, plans);
    }
}
