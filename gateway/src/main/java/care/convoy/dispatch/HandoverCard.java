package care.convoy.dispatch;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.resident.Resident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the card of one incident. Whoever takes cards keeps the highest number of each incident, and takes the same
 * number again for the same card.
 *
 * @param incident the alert's id
 * @param number higher with each card of the incident; 0 for one that was not sent
 * @param callBack number of the centre as dialled; empty if none is configured
 * @param sent when it was made, and by which operator
 * @param record null if the resident is not known
 * @param recordTold when the record was read
 * @param ageYears -1 if neither said nor on record
 * @param unknown names of what belongs on a card and is not known, in the card's order
 */
public record HandoverCard(
        String incident,
        long number,
        AlertStatus status,
        MsgType msgType,
        String callBack,
        Told sent,
        Alarm alarm,
        @Nullable Position position,
        @Nullable Resident record,
        Told recordTold,
        int ageYears,
        Told ageTold,
        Answers answers,
        List<Measured> measured,
        List<Responder> responders,
        List<Signer> signers,
        List<String> unknown) {
    public HandoverCard {
        measured = List.copyOf(measured);
        responders = List.copyOf(responders);
        signers = List.copyOf(signers);
        unknown = List.copyOf(unknown);
    }

    /** What called. @param presses 0 unless it was pressed @param movement after a fall */
    public record Alarm(
            AlertKind kind, Priority priority, int presses, Movement movement, long receivedAtMillis, Told told) {}

    /** What a message is, after CAP 1.2. */
    public enum MsgType {
        ALERT("Alert"),
        UPDATE("Update"),
        CANCEL("Cancel"),
        ACK("Ack"),
        ERROR("Error");

        private final String wireName;

        MsgType(String wireName) {
            this.wireName = wireName;
        }

        /** The name in JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** Whether an ambulance may be sent because of it: never for an exercise or a test, whatever it says otherwise. */
    public boolean mayDispatch() {
        return status == AlertStatus.ACTUAL && (msgType == MsgType.ALERT || msgType == MsgType.UPDATE);
    }

    /** Only the incident and the number: nothing of anybody, wherever it may be printed. */
    @Override
    public String toString() {
        return "HandoverCard[" + incident + "/" + number + "]";
    }
}
