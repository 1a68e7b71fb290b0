package care.convoy.sim.physiology;

/** What a person has at a moment; the truth that rules are judged by. */
public enum Illness {
    NONE,
    /** Four days of fever. */
    INFECTION,
    /** A fast irregular pulse for hours. */
    FIBRILLATION,
    /** Breathlessness that grows over two days and lasts a week. */
    COPD_EXACERBATION,
    /** Three quarters of an hour of racing heart, cold skin and no steps; a band sees no sugar. */
    HYPOGLYCAEMIA,
    /** A fall, and lying for an hour. */
    FALL,
    /** Lying for half a day, as after a stroke: no fall is noticed, and vital signs are nearly as usual. */
    COLLAPSE,
    /** Two weeks of slow drift, with nothing alarming on any one day. */
    HEART_FAILURE,
    /** A fall that breaks the band before it says anything: silence is the only sign, for half a day or longer. */
    BROKEN_BAND,
    /** A fall that the band still tells; then it is silent, and the person lies there. */
    FALL_THEN_SILENT
}
