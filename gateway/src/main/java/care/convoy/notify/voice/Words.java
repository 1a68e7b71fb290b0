package care.convoy.notify.voice;

import care.convoy.resident.Contact.Language;
import java.util.List;
import java.util.stream.Stream;

/** What is said in a call beside its message. */
final class Words {
    private static final int LONGEST_NUMBER_READ = 3;
    private static final String CHINESE = "零幺二三四五六七八九";

    private Words() {}

    /** After a digit that answers. */
    static String thanks(Language language) {
        return language == Language.ZH ? "谢谢您，再见。" : "Thank you. Goodbye.";
    }

    /** To somebody who listens when the call is needed no more. */
    static String noMore(Language language) {
        return language == Language.ZH ? "这件事已经有人处理，谢谢您，再见。" : "This has been taken care of. Thank you. Goodbye.";
    }

    /** Where the centre is reached. */
    static String centre(String number, Language language) {
        return language == Language.ZH
                ? "呼叫中心的电话是，" + number + "，再说一遍，" + number + "。能去请按1，不能去请按2。"
                : "The number of the centre is " + number + ", I repeat, " + number + ". Press 1 for yes, 2 for no.";
    }

    /** All that can be made before the first call. */
    static List<String> known(String callBack, Language language) {
        return Stream.of(thanks(language), noMore(language), callBack.isEmpty() ? "" : centre(callBack, language))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** A text with its long numbers digit by digit, as one says a telephone number: a machine would read thousands. */
    static String spelt(String text, Language language) {
        StringBuilder spelt = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            if (end - at > LONGEST_NUMBER_READ) {
                spell(text.substring(at, end), language, spelt);
            } else {
                end = Math.max(end, at + 1);
                spelt.append(text, at, end);
            }
            at = end;
        }
        return spelt.toString();
    }

    private static void spell(String digits, Language language, StringBuilder into) {
        for (int at = 0; at < digits.length(); at++) {
            if (language == Language.ZH) {
                into.append(CHINESE.charAt(digits.charAt(at) - '0'));
            } else {
                into.append(digits.charAt(at)).append(' ');
            }
        }
    }

    private static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }
}
