package care.convoy.vitals;

/** What the rules want of the world: a finding to be raised, or something asked of a device. */
public sealed interface Outcome permits Finding, Ask {}
