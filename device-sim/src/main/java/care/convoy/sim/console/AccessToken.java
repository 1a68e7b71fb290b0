package care.convoy.sim.console;

import care.convoy.sim.fleet.GatewayAdministration;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A token that may only read (role auditor), made through the administration socket. */
public final class AccessToken {
    private AccessToken() {}

    /** Makes one. Its name carries the moment, because names are used once. */
    public static String create(GatewayAdministration gateway) throws IOException {
        String name = "sim-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<String> lines = gateway.send("token.create", Map.of("name", name, "role", "auditor"), "");
        if (lines.isEmpty()) {
            throw new IOException("the gateway answered token.create without a token");
        }
        return lines.getLast();
    }
}
