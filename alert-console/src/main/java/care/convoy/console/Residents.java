package care.convoy.console;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The residents' records. May block: called on virtual threads. */
public interface Residents {
    /**
     * One record in full; the console masks it.
     *
     * @throws RecordsUnavailable if neither the database nor the local copy can answer
     */
    Optional<ResidentRecord> byId(String id);

    /**
     * A resident, in full. Empty text means not recorded.
     *
     * @param brief what the queue shows too
     * @param birthCalendar solar or lunar
     * @param home null if not recorded
     * @param convoy nearest ring first
     * @param devices ids of the devices that this resident wears or shares
     */
    record ResidentRecord(
            AlertRow.Brief brief,
            long version,
            @Nullable LocalDate birthDate,
            String birthCalendar,
            String address,
            @Nullable Position home,
            String phone,
            String access,
            Medical medical,
            List<Contact> convoy,
            List<String> devices) {
        public ResidentRecord {
            convoy = List.copyOf(convoy);
            devices = List.copyOf(devices);
        }

        /** Only the id, wherever it may be printed. */
        @Override
        public String toString() {
            return "ResidentRecord[" + brief.id() + "]";
        }
    }

    /** The medical summary. */
    record Medical(
            List<String> conditions,
            List<String> medicines,
            List<String> allergies,
            String bloodGroup,
            String doctorName,
            String doctorPhone,
            String preferredHospital) {
        public Medical {
            conditions = List.copyOf(conditions);
            medicines = List.copyOf(medicines);
            allergies = List.copyOf(allergies);
        }

        /** Nothing, wherever it may be printed. */
        @Override
        public String toString() {
            return "Medical[]";
        }
    }

    /**
     * One of the people around a resident.
     *
     * @param role as in the contacts file: post_a, neighbour ...
     * @param ring 1 nearest to 3
     * @param capabilities key, sign, medical, near
     * @param channels in order of preference
     */
    record Contact(
            String id,
            String name,
            String role,
            int ring,
            String phone,
            Set<String> capabilities,
            List<String> channels,
            String hours) {
        public Contact {
            capabilities = Set.copyOf(capabilities);
            channels = List.copyOf(channels);
        }

        /** Only the id, wherever it may be printed. */
        @Override
        public String toString() {
            return "Contact[" + id + "]";
        }
    }
}
