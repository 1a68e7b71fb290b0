package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.resident.Contact.Capability;
import care.convoy.resident.Contact.Language;
import care.convoy.resident.Contact.Role;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of the contacts file. Immutable once read.
 *
 * <p>Columns: {@code resident_id,contact_id,name,role}; optional {@code ring} (1 to 3, else 1: when in doubt somebody is
 * called), {@code phone}, {@code capabilities} (key;sign;medical;near), {@code channels} (voice;sms;webhook;mail, else
 * voice and sms), {@code hours}, {@code mail}, {@code webhook} (https), {@code language} (zh, en, else zh).
 */
public final class ContactLine {
    private static final Set<String> REQUIRED =
            new LinkedHashSet<>(List.of("resident_id", "contact_id", "name", "role"));
    private static final Set<String> OPTIONAL = new LinkedHashSet<>(
            List.of("ring", "phone", "capabilities", "channels", "hours", "mail", "webhook", "language"));
    private static final Map<String, Role> ROLES = words(Role.values());
    private static final Map<String, Capability> CAPABILITIES = words(Capability.values());
    private static final Map<String, ChannelKind> CHANNELS = words(ChannelKind.values());
    private static final Map<String, Language> LANGUAGES = words(Language.values());
    private static final Pattern WEBHOOK = Pattern.compile("https://[A-Za-z0-9.-]+(:\\d{1,5})?(/\\S*)?");
    private static final List<ChannelKind> USUAL_CHANNELS = List.of(ChannelKind.VOICE, ChannelKind.SMS);

    private final CsvLine line;
    private final ResidentId resident;
    private final String id;

    private ContactLine(CsvLine line, ResidentId resident, String id) {
        this.line = line;
        this.resident = resident;
        this.id = id;
    }

    /** Reads a whole file. */
    public static ImportFile<ContactLine> read(byte[] csv) {
        CsvTable table = CsvTable.read(csv, REQUIRED, OPTIONAL);
        return ImportFile.of(table, ContactLine::of, each -> each.resident + "/" + each.id);
    }

    private static @Nullable ContactLine of(CsvLine line) {
        String resident = line.required("resident_id", 64);
        String id = line.required("contact_id", 64);
        if (!ResidentId.isValid(resident)) {
            line.refuse("resident_id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        if (!ResidentId.isValid(id)) {
            line.refuse("contact_id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        if (!ResidentId.isValid(resident) || !ResidentId.isValid(id)) {
            return null;
        }
        ContactLine read = new ContactLine(line, new ResidentId(resident), id);
        line.required("role", 32);
        read.over(null);
        return read;
    }

    public ResidentId resident() {
        return resident;
    }

    public String id() {
        return id;
    }

    public ImportError unknownResident() {
        return line.error("resident_id", "no resident '" + resident + "'; import the residents first");
    }

    /** The contact after this line; as {@link ResidentLine#over}. */
    public Contact over(@Nullable Contact known) {
        List<Capability> capabilities = line.wordsOf(
                "capabilities", CAPABILITIES, known == null ? List.of() : List.copyOf(known.capabilities()));
        List<ChannelKind> channels =
                line.wordsOf("channels", CHANNELS, known == null ? USUAL_CHANNELS : known.channels());
        return new Contact(
                resident,
                id,
                line.required("name", 100),
                line.oneOf("role", ROLES, known == null ? Role.NEIGHBOUR : known.role()),
                line.wholeNumber("ring", 1, 3, known == null ? 1 : known.ring()),
                line.phone("phone", known == null ? "" : known.phone()),
                capabilities.isEmpty() ? EnumSet.noneOf(Capability.class) : EnumSet.copyOf(capabilities),
                channels.isEmpty() ? USUAL_CHANNELS : channels,
                line.text("hours", 200, known == null ? "" : known.hours()),
                line.matching("mail", MailAddress.PATTERN, MailAddress.FORM, known == null ? "" : known.mail()),
                line.matching(
                        "webhook",
                        WEBHOOK,
                        "an address that begins with https://",
                        known == null ? "" : known.webhook()),
                line.oneOf("language", LANGUAGES, known == null ? Language.ZH : known.language()));
    }

    static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return words;
    }
}
