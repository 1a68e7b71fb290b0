package care.convoy.notify.sms;

/**
 * How a message centre is spoken to.
 *
 * @param systemId at most 15 characters (SMPP 3.4 clause 5.2.1)
 * @param password at most 8 characters (clause 5.2.2)
 * @param systemType at most 12 characters; often empty
 * @param sender number that messages come from and answers go to
 * @param window messages submitted and not answered by the centre, 1 to 100
 */
public record SmppConfig(
        String host,
        int port,
        boolean tls,
        String systemId,
        String password,
        String systemType,
        String sender,
        int window) {
    /** Without the password. */
    @Override
    public String toString() {
        return "SmppConfig[" + host + ":" + port + " " + systemId + "]";
    }
}
