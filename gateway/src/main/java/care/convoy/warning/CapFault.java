package care.convoy.warning;

/** What is wrong with a message, within this package; becomes {@link CapReader.Unfit}. */
final class CapFault extends Exception {
    private static final long serialVersionUID = 1;

    private final String element;
    private final String mend;

    CapFault(String element, String mend) {
        super(element + ": " + mend, null, false, false);
        this.element = element;
        this.mend = mend;
    }

    String element() {
        return element;
    }

    String mend() {
        return mend;
    }
}
