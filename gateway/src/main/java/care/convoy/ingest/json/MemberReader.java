package care.convoy.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * Bytes to {@link Members}. Never throws. Whatever was read before the bytes went wrong is kept; and where no type was read,
 * all of the bytes are searched for the type of a call for help, however it is quoted: in doubt somebody pressed.
 */
final class MemberReader {
    /** A whole number of more digits; out of every range. */
    private static final double HUGE = 1e300;

    private final Notation notation;
    private final Members members = new Members();

    private MemberReader(Notation notation) {
        this.notation = notation;
    }

    /** Reads one object; what is wrong with the bytes as a whole is a fault of the members. */
    static Members read(Notation notation, byte[] bytes, int offset, int length) {
        MemberReader reader = new MemberReader(notation);
        Damage damage = reader.parse(bytes, offset, length);
        String type = reader.members.textOrNull(Member.TYPE);
        if (type == null || (damage != Damage.NONE && !MessageName.callsForHelp(type))) {
            reader.searchCallForHelp(bytes, offset, length, damage);
        }
        if (damage != Damage.NONE) {
            reader.members.damaged(damage, notation);
        }
        return reader.members;
    }

    private Damage parse(byte[] bytes, int offset, int length) {
        try (JsonParser parser = notation.factory().createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Damage.MALFORMED;
            }
            readObject(parser, false);
            return parser.nextToken() == null ? Damage.NONE : Damage.TRAILING;
        } catch (JsonEOFException cutOff) {
            return Damage.TRUNCATED;
        } catch (IOException | RuntimeException malformed) {
            // The library should only throw the former; for the latter no press is given up either.
            return Damage.MALFORMED;
        }
    }

    private void readObject(JsonParser parser, boolean inLocation) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Member member = inLocation ? Member.inLocation(name) : Member.outer(name);
            JsonToken value = parser.nextToken();
            if (member == null) {
                parser.skipChildren();
            } else {
                readValue(parser, member, value);
            }
        }
    }

    private void readValue(JsonParser parser, Member member, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_STRING -> members.put(member, new Written.Text(parser.getText()));
            case VALUE_NUMBER_INT ->
                members.put(
                        member,
                        notation.fitsLong(parser)
                                ? new Written.Whole(parser.getLongValue())
                                : new Written.Fraction(HUGE));
            case VALUE_NUMBER_FLOAT -> members.put(member, Written.number(parser.getDoubleValue()));
            case VALUE_TRUE -> members.put(member, new Written.Truth(true));
            case VALUE_FALSE -> members.put(member, new Written.Truth(false));
            case VALUE_NULL -> members.absent(member);
            default -> readJunk(parser, member, value);
        }
    }

    private void readJunk(JsonParser parser, Member member, JsonToken value) throws IOException {
        members.put(member, new Written.Junk());
        if (member == Member.LOCATION && value == JsonToken.START_OBJECT) {
            readObject(parser, true);
            members.absent(member);
        } else {
            parser.skipChildren();
        }
    }

    private void searchCallForHelp(byte[] bytes, int offset, int length, Damage damage) {
        Matcher found = notation.callForHelp().matcher(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        if (found.find()) {
            members.put(Member.TYPE, new Written.Text(found.group(1).toLowerCase(Locale.ROOT)));
            if (damage == Damage.NONE) {
                members.fault(Member.TYPE, "oddly written");
            }
        }
    }
}
