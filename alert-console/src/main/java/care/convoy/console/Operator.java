package care.convoy.console;

/** A person or token that acts. @param user login @param name as shown to others */
public record Operator(String user, String name) {}
