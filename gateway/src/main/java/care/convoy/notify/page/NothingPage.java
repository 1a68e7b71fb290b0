package care.convoy.notify.page;

import care.convoy.notify.Wording;
import care.convoy.notify.page.PageCounters.Refusal;

/** The page that shows nothing, in both languages, for whom it is is not known or not said. Immutable. */
final class NothingPage {
    private final Wording wording;
    private final PageFiles files;

    NothingPage(Wording wording, PageFiles files) {
        this.wording = wording;
        this.files = files;
    }

    String html(Refusal why) {
        Html html = new Html().head("zh-CN", wording.signature(), files, false);
        html.raw("<body>\n<main class=\"phone\">\n<p class=\"top\"><b>")
                .text(wording.signature())
                .raw("</b></p>\n");
        paragraph(html, "zh-CN", chinese(why), "h1");
        paragraph(html, "en", english(why), "h2");
        if (!wording.callBack().isEmpty()) {
            html.raw("<p class=\"act\"><a class=\"btn wide\" href=\"tel:")
                    .text(CasePage.dialled(wording.callBack()))
                    .raw("\">打给坐席<span lang=\"en\">Call centre</span></a></p>\n");
        }
        return html.raw("</main>\n</body>\n</html>\n").toString();
    }

    private static void paragraph(Html html, String language, String[] said, String heading) {
        html.raw("<div class=\"nothing\" lang=\"" + language + "\"><" + heading + ">")
                .text(said[0])
                .raw("</" + heading + "><p>")
                .text(said[1])
                .raw("</p></div>\n");
    }

    private static String[] chinese(Refusal why) {
        return switch (why) {
            case OVER -> new String[] {"这次求助已结束", "谢谢您。此链接不再显示任何内容。"};
            case EXPIRED -> new String[] {"此链接已过期", "如果仍要帮忙，请打给坐席。"};
            case UNSURE -> new String[] {"现在看不到", "请直接回复短信：能去回1，不能去回2，或打给坐席。过一会儿再打开也可以。"};
            case NOT_OURS, FORM, TOO_MUCH, NOT_TAKEN ->
                new String[] {"链接不完整或无效", "请从收到的消息里点开完整的链接；也可以直接回复短信：能去回1，不能去回2。"};
        };
    }

    private static String[] english(Refusal why) {
        return switch (why) {
            case OVER -> new String[] {"This case has ended", "Thank you. This link shows nothing any more."};
            case EXPIRED -> new String[] {"This link has expired", "If you still want to help, call the centre."};
            case UNSURE ->
                new String[] {
                    "It cannot be shown now",
                    "Answer the message: 1 if you go, 2 if you cannot; or call the centre. You may open the link again later."
                };
            case NOT_OURS, FORM, TOO_MUCH, NOT_TAKEN ->
                new String[] {
                    "The link is incomplete or not valid",
                    "Open the whole link of the message; or answer it: 1 if you go, 2 if you cannot."
                };
        };
    }
}
