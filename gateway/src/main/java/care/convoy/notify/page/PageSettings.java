package care.convoy.notify.page;

import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part {@code links} of the channels file (docs/channels.md). */
public final class PageSettings {
    private static final int STANDARD_HOURS = 12;
    private static final String STANDARD_MAP =
            "https://uri.amap.com/marker?position={lon},{lat}&coordinate=wgs84&callnative=1";
    private static final Pattern BASE = Pattern.compile("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/");
    private static final Pattern HERE =
            Pattern.compile("http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/");
    private static final Pattern MAP = Pattern.compile("(https://|geo:)[\\x21-\\x7E]*");

    private PageSettings() {}

    public static PageConfig read(Spot links) throws SettingsRefused {
        links.object(Set.of("base", "hours", "map", "bind", "tls", "proxies"));
        Spot hours = links.find("hours");
        Spot bind = links.find("bind");
        Spot tls = links.find("tls");
        return new PageConfig(
                base(links.need("base")),
                hours == null ? STANDARD_HOURS : hours.whole(1, LinkTokens.MOST_HOURS),
                map(links.find("map")),
                bind == null ? "127.0.0.1" : bind.text(64),
                tls != null && tls.truth(),
                proxies(links.find("proxies")));
    }

    private static String base(Spot given) throws SettingsRefused {
        String base = given.text(PageConfig.LONGEST_BASE);
        if (!BASE.matcher(base).matches() && !HERE.matcher(base).matches()) {
            throw given.refuse("must be an https:// address that ends with a slash, as https://help.example/c/;"
                    + " http:// for 127.0.0.1 and localhost only");
        }
        return base;
    }

    private static String map(@Nullable Spot given) throws SettingsRefused {
        if (given == null) {
            return STANDARD_MAP;
        }
        if (given.value() instanceof Boolean no && !no) {
            return "";
        }
        String map = given.text(200);
        if (!MAP.matcher(map).matches() || !map.contains("{lat}") || !map.contains("{lon}")) {
            throw given.refuse("must be an https:// or geo: address with {lat} and {lon}, or false for no map");
        }
        return map;
    }

    private static List<String> proxies(@Nullable Spot given) throws SettingsRefused {
        List<String> proxies = new ArrayList<>();
        if (given != null) {
            for (Spot each : given.list(20)) {
                proxies.add(each.text(64));
            }
        }
        return proxies;
    }
}
