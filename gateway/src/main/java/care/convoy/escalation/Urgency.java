package care.convoy.escalation;

/** Which of a plan's three lists of steps is meant: that of a P1, a P2 or a P3. */
public enum Urgency {
    P1,
    P2,
    P3
}
