package care.convoy.app;

import care.convoy.console.MachineApi;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.fhir.FhirServer;
import care.convoy.research.CohortExport;
import care.convoy.vault.Vault;
import care.convoy.warning.Reception;
import care.convoy.warning.intake.WarningPush;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The interfaces for other systems, behind the console's ports. Thread-safe. */
final class OtherSystems implements MachineApi {
    /** Where the residents live: what a date without a zone means. */
    private static final ZoneId COUNTY = ZoneId.of("Asia/Shanghai");

    private final FhirServer fhir;
    private final CohortExport cohorts;
    private final WarningPush warnings;

    OtherSystems(Memory memory, StoredDisclosures stored, Vault vault, Reception reception) {
        Doorkeeper door = new Doorkeeper(stored, InstantSource.system());
        fhir = new FhirServer(
                new FhirServer.Sources(memory.residents(), memory.devices(), memory.latest(), stored, door, stored),
                vault::derive,
                COUNTY,
                InstantSource.system());
        cohorts = new CohortExport(
                new CohortExport.Sources(memory.residents(), stored, door, stored), COUNTY, InstantSource.system());
        warnings = new WarningPush(new WarningPush.Sources(door, reception, stored), InstantSource.system());
    }

    @Override
    public List<String> paths() {
        return List.of(FhirServer.PATH, CohortExport.PATH, WarningPush.PATH);
    }

    @Override
    public void answer(MachineApi.Exchange exchange) throws IOException {
        Carried carried = new Carried(exchange);
        if (exchange.path().startsWith(CohortExport.PATH)) {
            cohorts.answer(carried);
        } else if (exchange.path().startsWith(WarningPush.PATH)) {
            warnings.answer(carried);
        } else {
            fhir.answer(carried);
        }
    }

    /** The console's words in ours. */
    private record Carried(MachineApi.Exchange by) implements care.convoy.disclosure.Exchange {
        @Override
        public String method() {
            return by.method();
        }

        @Override
        public String path() {
            return by.path();
        }

        @Override
        public String query() {
            return by.query();
        }

        @Override
        public @Nullable String header(String name) {
            return by.header(name);
        }

        @Override
        public String address() {
            return by.address();
        }

        @Override
        public String origin() {
            return by.origin();
        }

        @Override
        public byte @Nullable [] body(int most) throws IOException {
            return by.body(most);
        }

        @Override
        public OutputStream begin(int status, Map<String, String> headers) throws IOException {
            return by.begin(status, headers);
        }
    }
}
