package care.convoy.fhir;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of one request, at most 50. Immutable. */
final class Parameters {
    /** Known everywhere, and of no effect but for JSON. */
    private static final Set<String> GENERAL = Set.of("_format", "_pretty");

    private static final int MOST = 50;

    private record Pair(String name, String value) {}

    private final List<Pair> pairs;

    private Parameters(List<Pair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    /** @param query percent-encoded */
    static Parameters parse(String query) {
        List<Pair> pairs = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            pairs.add(new Pair(name, equals < 0 ? "" : decode(part.substring(equals + 1))));
            if (pairs.size() > MOST) {
                throw new FhirProblem(400, "too-long", "at most " + MOST + " parameters");
            }
        }
        return new Parameters(pairs);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new FhirProblem(
                    400, "invalid", "The address is not percent-encoded correctly: " + FhirProblem.shown(text));
        }
    }

    /** Only what is supported; what is not is refused if the client wants that, and else left out. */
    Parameters only(Set<String> supported, boolean strict) {
        List<Pair> kept = new ArrayList<>();
        for (Pair pair : pairs) {
            if (supported.contains(pair.name)) {
                kept.add(pair);
            } else if (strict && !GENERAL.contains(pair.name)) {
                throw FhirProblem.parameter(
                        FhirProblem.shown(pair.name),
                        "not supported here; there are "
                                + supported.stream().sorted().collect(Collectors.joining(", "))
                                + ". With 'Prefer: handling=lenient' it is ignored");
            }
        }
        return new Parameters(kept);
    }

    /** Every value of it, in order; repeated means and. */
    List<String> all(String name) {
        return pairs.stream()
                .filter(pair -> pair.name.equals(name))
                .map(Pair::value)
                .toList();
    }

    /** The only value of it, if there is one that is not blank. */
    Optional<String> one(String name) {
        List<String> values = all(name).stream().filter(each -> !each.isBlank()).toList();
        if (values.size() > 1) {
            throw FhirProblem.parameter(name, "give it once");
        }
        return values.stream().findFirst();
    }

    /** Values between commas. */
    static List<String> values(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** A whole number. @param most what is more counts as that */
    int number(String name, int otherwise, int most) {
        Optional<String> text = one(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number < 0) {
                throw FhirProblem.parameter(name, "0 to " + most);
            }
            return (int) Math.min(most, number);
        } catch (NumberFormatException notANumber) {
            throw FhirProblem.parameter(name, FhirProblem.shown(text.get()) + " is no number; 0 to " + most);
        }
    }

    /** Encoded again, but for the page's token. */
    String canonical() {
        return pairs.stream()
                .filter(pair -> !pair.name.equals(PageToken.NAME))
                .map(pair -> encode(pair.name) + "=" + encode(pair.value))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An address with these parameters. @param token of a page, or null */
    String address(String base, @Nullable String token) {
        String query = canonical();
        String page = token == null ? "" : (query.isEmpty() ? "" : "&") + PageToken.NAME + "=" + token;
        return query.isEmpty() && page.isEmpty() ? base : base + "?" + query + page;
    }
}
