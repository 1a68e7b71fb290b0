package care.convoy.fhir;

/** One code of a code system. */
record Coding(String system, String code, String display) {
    static final String LOINC = "http://loinc.org";
    static final String SNOMED = "http://snomed.info/sct";

    static Coding loinc(String code, String display) {
        return new Coding(LOINC, code, display);
    }
}
