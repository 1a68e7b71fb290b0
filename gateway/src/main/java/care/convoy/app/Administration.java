package care.convoy.app;

import care.convoy.administration.Reply;
import care.convoy.administration.Request;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.StorageUnavailable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the administration socket can do; see {@code docs/administration.md}. Thread-safe. */
final class Administration {
    private static final int MOST_ERRORS_SHOWN = 50;

    private final Archive archive;
    private final Supplier<List<String>> status;
    private final Supplier<Reply> compare;
    private final Supplier<Reply> reloadTls;
    private final Accounts accounts;

    /**
     * @param compare lets the members of the alert log compare their states
     * @param reloadTls reads the certificate again
     */
    Administration(
            Archive archive,
            Accounts accounts,
            Supplier<List<String>> status,
            Supplier<Reply> compare,
            Supplier<Reply> reloadTls) {
        this.archive = archive;
        this.accounts = accounts;
        this.compare = compare;
        this.reloadTls = reloadTls;
        this.status = status;
    }

    Map<String, Function<Request, Reply>> commands() {
        Map<String, Function<Request, Reply>> commands = new TreeMap<>();
        commands.put("status", _ -> new Reply(true, status.get()));
        commands.put("residents.import", request -> imported("residents", request, archive::importResidents));
        commands.put("contacts.import", request -> imported("contacts", request, archive::importContacts));
        commands.put("devices.import", request -> imported("devices", request, archive::importDevices));
        commands.put("plans.import", request -> imported("plan changes", request, archive::importPlans));
        commands.put("adopt", _ -> adopt());
        commands.put("member.check", _ -> compare.get());
        commands.put("tls.reload", _ -> reloadTls());
        commands.putAll(accounts.commands());
        return commands;
    }

    private Reply reloadTls() {
        accounts.noted("tls.reload", "");
        return reloadTls.get();
    }

    private Reply adopt() {
        String done = archive.adopt();
        accounts.noted("adopt", "");
        return Reply.done(done);
    }

    private static Reply imported(String what, Request request, Function<byte[], ImportResult> importer) {
        try {
            ImportResult result = importer.apply(request.content().toBytes());
            if (result.errors().isEmpty()) {
                return Reply.done(result.imported() + " " + what + " imported, " + result.changed() + " changed");
            }
            return Reply.refused(complaints(what, result.errors()));
        } catch (StorageUnavailable away) {
            return Reply.refused(List.of("the database is away; nothing was imported, try again when it is back"));
        }
    }

    private static List<String> complaints(String what, List<ImportError> errors) {
        List<String> lines = new java.util.ArrayList<>();
        errors.stream().limit(MOST_ERRORS_SHOWN).map(ImportError::toString).forEach(lines::add);
        if (errors.size() > MOST_ERRORS_SHOWN) {
            lines.add("... and " + (errors.size() - MOST_ERRORS_SHOWN) + " more");
        }
        lines.add("no " + what + " were imported; mend the file and import it again");
        return lines;
    }
}
