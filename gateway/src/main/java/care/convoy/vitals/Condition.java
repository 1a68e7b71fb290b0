package care.convoy.vitals;

/** What the record knows that moves a limit. Of two that move the same one, the later declared wins. */
public enum Condition {
    ATRIAL_FIBRILLATION("atrialFibrillation"),
    BETA_BLOCKER("betaBlocker"),
    /** With hypercapnic respiratory failure: NEWS2's SpO2 scale 2. */
    COPD("copd");

    private final String id;

    Condition(String id) {
        this.id = id;
    }

    /** In rule books, as {@code betaBlocker}. */
    public String id() {
        return id;
    }
}
