package care.convoy.fhir;

/** One resource of an answer. @param content what follows resourceType */
record Entry(String type, String id, FhirJson.Part content) {}
