package care.convoy.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes to {@link Members}. Never throws. Whatever was read before the bytes went wrong is kept; and where no type was read,
 * all of the bytes are searched for the type of a call for help, however it is quoted: in doubt somebody pressed.
 */
final class MemberReader {
    /** Digits that surely fit a long. */
    private static final int SAFE_DIGITS = 18;

    /** A whole number of more digits; out of every range. */
    private static final double HUGE = 1e300;

    private static final Pattern CALL_FOR_HELP =
            Pattern.compile("(?<!\\w)type[\"'\\s]*+[:=][\"'\\[\\s]*+(sos|fall)(?!\\w)", Pattern.CASE_INSENSITIVE);

    /** The caller bounds the size; within it nothing that is valid JSON may be refused, however deep or long. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonMessages.MAX_BYTES)
                    .maxNumberLength(JsonMessages.MAX_BYTES)
                    .maxStringLength(JsonMessages.MAX_BYTES)
                    .maxNameLength(JsonMessages.MAX_BYTES)
                    .build())
            .build();

    private final Members members = new Members();

    private MemberReader() {}

    /** Reads one object; what is wrong with the bytes as a whole is a fault of the members. */
    static Members read(byte[] bytes, int offset, int length) {
        MemberReader reader = new MemberReader();
        Damage damage = reader.parse(bytes, offset, length);
        String type = reader.members.textOrNull(Member.TYPE);
        if (type == null || (damage != Damage.NONE && !MessageName.callsForHelp(type))) {
            reader.searchCallForHelp(bytes, offset, length, damage);
        }
        if (damage != Damage.NONE) {
            reader.members.damaged(damage);
        }
        return reader.members;
    }

    private Damage parse(byte[] bytes, int offset, int length) {
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
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
                        parser.getTextLength() <= SAFE_DIGITS
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
        Matcher found = CALL_FOR_HELP.matcher(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        if (found.find()) {
            members.put(Member.TYPE, new Written.Text(found.group(1).toLowerCase(Locale.ROOT)));
            if (damage == Damage.NONE) {
                members.fault(Member.TYPE, "oddly written");
            }
        }
    }
}
