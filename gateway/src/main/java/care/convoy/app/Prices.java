package care.convoy.app;

import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What reaching people costs, as the channels file says.
 *
 * @param currency three letters (ISO 4217)
 * @param cents of each unit, in hundredths of the currency; what is missing is not counted
 */
record Prices(String currency, Map<Unit, Integer> cents) {
    private static final int HIGHEST = 100_000;

    /** What is paid for. */
    enum Unit {
        SMS_PART("smsPart", "sms"),
        CALL_MINUTE("callMinute", "voice"),
        MAIL("mail", "mail");

        final String word;
        final String channel;

        Unit(String word, String channel) {
            this.word = word;
            this.channel = channel;
        }
    }

    Prices {
        cents = Map.copyOf(cents);
    }

    static Prices read(Spot price) throws SettingsRefused {
        price.object(Set.of("currency", "smsPart", "callMinute", "mail"));
        Spot currency = price.need("currency");
        if (!currency.text(16).matches("[A-Z]{3}")) {
            throw currency.refuse("must be the three letters of a currency, as CNY");
        }
        Map<Unit, Integer> cents = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            Spot given = price.find(unit.word);
            if (given != null) {
                cents.put(unit, given.whole(0, HIGHEST));
            }
        }
        if (cents.isEmpty()) {
            throw price.refuse("names no price; give smsPart, callMinute or mail in hundredths, or leave it out");
        }
        return new Prices(currency.text(3), cents);
    }
}
