package care.convoy.notify;

import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.resident.Contact;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** One contact who was asked, for the tests of the technologies. */
public final class WordsForTests {
    public static final String NUMBER = "13900000001";

    private WordsForTests() {}

    public static Recipient recipient() {
        return recipient("c1");
    }

    /** The same with another id. */
    public static Recipient recipient(String contact) {
        return new Recipient(contact, "李四", NUMBER, Contact.Language.ZH, ContactHours.of(""));
    }

    /** Answers of that number, who was asked in step 3, first attempt. */
    public static Replies replies(BiFunction<EffectKey, EffectReport, CompletionStage<?>> log) {
        return new Replies(
                new Answers(
                        () -> List.of(Cases.alert(1, Priority.P1, 0, Reach.State.DELIVERED)),
                        new People(Cases.directory(Cases.contact("c1", NUMBER, "")), DutyDesks.NONE)),
                log);
    }
}
