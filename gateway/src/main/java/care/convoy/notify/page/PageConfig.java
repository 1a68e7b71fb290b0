package care.convoy.notify.page;

import java.net.URI;
import java.util.List;

/**
 * Where the pages of contacts are and for how long.
 *
 * @param base what each link begins with, as {@code https://help.example/c/}: at most {@value #LONGEST_BASE} characters, the slash at the end
 *     included
 * @param hours for how long a link shows anything, from its message on, 1 to 72; never beyond the end of the case
 * @param map address of a map, with {@code {lat}} and {@code {lon}} (WGS-84) for the place; "" for no map
 * @param bind address that is listened on
 * @param tls whether with the gateway's certificate, else in the clear for a proxy in front
 * @param proxies networks whose word on the client's address is believed; empty for none
 */
public record PageConfig(String base, int hours, String map, String bind, boolean tls, List<String> proxies) {
    static final int LONGEST_BASE = 44;

    public PageConfig {
        proxies = List.copyOf(proxies);
    }

    /** The path of the base: what comes to us begins with it too. */
    public String path() {
        return URI.create(base).getPath();
    }

    /** Whether contacts come by HTTPS, to us or to the proxy. */
    public boolean isSecure() {
        return base.startsWith("https://");
    }
}
