package care.convoy.alert;

/**
 * What an {@link EffectKey#attempt()} stands for. The number says whom it reached and how, so that a report which comes
 * late still finds its contact and its channel although only the last number of each contact is kept. The numbers of a
 * contact grow with each try, and none is used twice within a step.
 *
 * @param place of the contact within the step
 * @param channel place in the step's channels
 * @param round how often the contact was tried before, by whatever channel
 */
record Attempt(int place, int channel, int round) {
    static Attempt of(int number, int places, int channels) {
        int rest = number - 1;
        return new Attempt(rest % places, rest / places % channels, rest / places / channels);
    }

    /** The number of a contact's next try, by the channel that it waits for. */
    static int next(Reach reach, int place, int places, int channels) {
        int round =
                reach.attempt() == 0 ? 0 : of(reach.attempt(), places, channels).round() + 1;
        return 1 + place + places * (reach.channel() + channels * round);
    }
}
