package care.convoy.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.regex.Pattern;

/** How the members of a message are written: as a JSON object, or as a CBOR map (RFC 8949) with the same names and values. */
enum Notation {
    JSON(
            "JSON object",
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .streamReadConstraints(constraints())
                    .build(),
            "(?<!\\w)type[\"'\\s]*+[:=][\"'\\[\\s]*+(sos|fall)(?!\\w)",
            0),
    /** Between the name and the value stand up to four bytes: the heads of strings, chunks and tags. */
    CBOR(
            "CBOR map",
            CBORFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .streamReadConstraints(constraints())
                    .build(),
            "type.{0,4}?(sos|fall)",
            Pattern.DOTALL);

    /** Digits that surely fit a long. */
    private static final int SAFE_DIGITS = 18;

    private final String whole;

    @SuppressWarnings("ImmutableEnumChecker") // configured once, above
    private final JsonFactory factory;

    private final Pattern callForHelp;

    Notation(String whole, JsonFactory factory, String callForHelp, int flags) {
        this.whole = whole;
        this.factory = factory;
        this.callForHelp = Pattern.compile(callForHelp, Pattern.CASE_INSENSITIVE | flags);
    }

    /** The caller bounds the size; within it nothing that is valid may be refused, however deep or long. */
    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(JsonMessages.MAX_BYTES)
                .maxNumberLength(JsonMessages.MAX_BYTES)
                .maxStringLength(JsonMessages.MAX_BYTES)
                .maxNameLength(JsonMessages.MAX_BYTES)
                .build();
    }

    /** What a message is as a whole, in the words of a refusal. */
    String whole() {
        return whole;
    }

    JsonFactory factory() {
        return factory;
    }

    /** Finds the type of a call for help (group 1) in bytes that cannot be read, taken as ISO 8859-1. */
    Pattern callForHelp() {
        return callForHelp;
    }

    /** Whether the whole number that was just read fits a long; decided without computing a larger one. */
    boolean fitsLong(JsonParser parser) throws IOException {
        return this == JSON
                ? parser.getTextLength() <= SAFE_DIGITS
                : parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }
}
