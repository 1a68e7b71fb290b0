package care.convoy.console.wire;

import java.util.Set;

/** What of a name or number is shown to somebody who does not hold the case. Never longer than the original's shape. */
public final class Masking {
    /** Family names of two characters; the others have one. */
    private static final Set<String> COMPOUND = Set.of(
            "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫", "西门", "东郭", "长孙", "宇文",
            "轩辕", "申屠", "太史", "公冶", "濮阳", "澹台", "钟离", "闾丘", "独孤");

    private Masking() {}

    /** As 王*兰; of 王兰 王*, of 欧阳修 欧阳*; of a single character only the star. Empty stays empty. */
    public static String name(String name) {
        String trimmed = name.strip();
        int[] characters = trimmed.codePoints().toArray();
        if (characters.length == 0) {
            return "";
        }
        if (characters.length == 1) {
            return "*";
        }
        int family = characters.length > 2 && COMPOUND.contains(trimmed.substring(0, 2)) ? 2 : 1;
        String head = new String(characters, 0, family);
        boolean tail = characters.length > family + 1;
        return tail ? head + '*' + Character.toString(characters[characters.length - 1]) : head + '*';
    }

    /** As 138****8000; of fewer than eight digits only stars. Empty stays empty. */
    public static String phone(String phone) {
        String digits = phone.replaceAll("[^0-9]", "");
        if (phone.isBlank()) {
            return "";
        }
        if (digits.length() < 8) {
            return "****";
        }
        return digits.substring(0, 3) + "****" + digits.substring(digits.length() - 4);
    }
}
