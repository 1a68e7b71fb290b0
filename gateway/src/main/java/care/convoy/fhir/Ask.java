package care.convoy.fhir;

import care.convoy.disclosure.Grant;
import care.convoy.disclosure.Scope;
import java.util.Set;

/**
 * One admitted request.
 *
 * @param base address of the server with {@code /fhir}
 * @param path below it, as {@code Observation}
 * @param strict whether unknown parameters are refused
 */
record Ask(Grant grant, Visible visible, String base, String path, Parameters parameters, boolean strict) {
    /** Usual size of a page. */
    static final int USUAL = 100;
    /** Largest size of a page; more is asked for in vain. */
    static final int MOST = 1_000;

    /** @throws FhirProblem naming the scope that is missing */
    void require(Scope scope) {
        if (!grant.has(scope)) {
            throw new FhirProblem(
                    403,
                    "forbidden",
                    "This token lacks the scope " + scope.wireName() + "; an administrator can issue one that has it");
        }
    }

    /** The same with those parameters only that are supported. */
    Ask with(Set<String> supported) {
        return new Ask(grant, visible, base, path, parameters.only(supported, strict), strict);
    }

    String address() {
        return base + "/" + path;
    }

    /** What a page's token is bound to. */
    String question() {
        return path + "?" + parameters.canonical();
    }

    int count() {
        return parameters.number("_count", USUAL, MOST);
    }
}
