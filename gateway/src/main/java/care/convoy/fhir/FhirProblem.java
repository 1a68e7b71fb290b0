package care.convoy.fhir;

import org.jspecify.annotations.Nullable;

/** Why a request is not answered as asked; becomes an OperationOutcome. Names the parameter and the mend, never a value read. */
final class FhirProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final int retryAfterSeconds;

    /** @param code of the value set issue-type */
    FhirProblem(int status, String code, String diagnostics) {
        this(status, code, diagnostics, 0);
    }

    FhirProblem(int status, String code, String diagnostics, int retryAfterSeconds) {
        super(diagnostics, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A parameter that cannot be. */
    static FhirProblem parameter(String name, String mend) {
        return new FhirProblem(400, "invalid", name + ": " + mend);
    }

    static FhirProblem notFound(String type, String id) {
        return new FhirProblem(404, "not-found", "There is no " + type + "/" + shown(id) + " that this token may see");
    }

    static FhirProblem noRoute(String path, @Nullable String mend) {
        return new FhirProblem(
                404,
                "not-found",
                "There is nothing at " + shown(path) + "; " + (mend == null ? "see /fhir/metadata" : mend));
    }

    /** What was sent, cut to a length that can be read. */
    static String shown(String sent) {
        return sent.length() > 80 ? sent.substring(0, 80) + "..." : sent;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    String diagnostics() {
        return String.valueOf(getMessage());
    }
}
