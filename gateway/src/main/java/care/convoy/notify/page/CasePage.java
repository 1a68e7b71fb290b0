package care.convoy.notify.page;

import care.convoy.alert.AlertView;
import care.convoy.alert.Priority;
import care.convoy.notify.page.CaseSight.Fact;
import care.convoy.notify.page.CaseSight.Stand;
import care.convoy.notify.page.CaseSight.What;
import care.convoy.notify.page.PageWords.Condition;
import care.convoy.resident.Resident;
import java.util.List;

/**
 * The page of an open case: who, where, what goes on, and what may be answered. Works without script and without style; nothing comes
 * from elsewhere. Immutable.
 *
 * <p>Who has said that they cannot come sees neither the whole name nor a place. What opens the door is for who has the key and has said that
 * they go.
 */
final class CasePage {
    private static final String LOGO =
            "<svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\"/><circle cx=\"12\" cy=\"12\" r=\"6.2\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\"/><circle cx=\"12\" cy=\"12\" r=\"2.4\" fill=\"currentColor\"/></svg>";
    private static final String CALL =
            "<svg class=\"i\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"M3.2 2.2h2.6l1.3 3.3-1.7 1.2a8.2 8.2 0 0 0 3.9 3.9l1.2-1.7 3.3 1.3v2.6c0 .6-.5 1-1 1A11.4 11.4 0 0 1 2.2 3.2c0-.5.4-1 1-1Z\" fill=\"currentColor\"/></svg>";
    private static final String DONE =
            "<svg class=\"i\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"m3 8.5 3.2 3.3L13 4.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.2\"/></svg>";
    private static final String UNDER_WAY =
            "<svg class=\"i\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"M4 2.5 13 8l-9 5.5Z\" fill=\"currentColor\"/></svg>";
    private static final String TRIANGLE = "<path d=\"M12 2.2 23 21.5H1Z\" fill=\"currentColor\"/>";
    private static final String DIAMOND = "<path d=\"M12 1 23 12 12 23 1 12Z\" fill=\"currentColor\"/>";
    private static final String RING =
            "<circle cx=\"12\" cy=\"12\" r=\"8.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"4\"/>";

    private final PageConfig config;
    private final PageFiles files;

    CasePage(PageConfig config, PageFiles files) {
        this.config = config;
        this.files = files;
    }

    /** Something to say about the last answer. */
    enum Notice {
        NONE,
        /** It was not taken. */
        AGAIN,
        /** No more is taken. */
        CALL
    }

    /**
     * What is shown.
     *
     * @param told what this contact told from the scene, with its times
     * @param form its secret
     */
    record Content(
            ContactPages.Open open,
            CaseSight sight,
            List<String> told,
            PageWords words,
            String form,
            Notice notice,
            long nowMillis) {
        Content {
            told = List.copyOf(told);
        }

        AlertView alert() {
            return open.alert();
        }

        Resident resident() {
            return open.resident();
        }

        String say(String chinese, String english) {
            return words.say(chinese, english);
        }
    }

    String html(Content of) {
        Html html = new Html().head(of.words().tag(), of.words().title(), files, true);
        html.raw("<body>\n<div class=\"phone\">\n<header class=\"top\">" + LOGO + "<b>")
                .text(of.words().title())
                .raw("</b><a id=\"live\" class=\"end\" href=\"" + of.open().token() + "\" data-live=\"")
                .text(of.say("实时", "live"))
                .raw("\" data-dead=\"")
                .text(of.say("未连接，点此刷新", "not connected: reload"))
                .raw("\">")
                .text(of.say("刷新", "Reload"))
                .raw("</a></header>\n<main id=\"case\">\n");
        notice(html, of);
        switch (of.sight().stand()) {
            case ASKED -> {
                what(html, of);
                where(html, of);
                now(html, of);
            }
            case GOING -> {
                done(
                        html,
                        of.say("您已答应去", "You said that you go"),
                        of.say("坐席看得到，也会告诉其他人", "The centre sees it; the others are told"),
                        "");
                what(html, of);
                where(html, of);
                now(html, of);
            }
            case CANNOT -> {
                done(
                        html,
                        of.say("好的，谢谢您回复", "All right, thank you"),
                        of.say("坐席看得到，会另外找人", "The centre sees it and finds somebody else"),
                        " no");
                discreetly(html, of);
                now(html, of);
            }
            case ARRIVED -> there(html, of);
        }
        actions(html, of);
        return html.raw("</main>\n</div>\n</body>\n</html>\n").toString();
    }

    private static void notice(Html html, Content of) {
        String said = switch (of.notice()) {
            case NONE -> "";
            case AGAIN ->
                of.say("还没有确认收到，请再按一次，或打给坐席。", "It is not confirmed yet. Press once more, or call the centre.");
            case CALL -> of.say("页面上不能再报了，请打给坐席。", "No more can be told here: call the centre.");
        };
        if (!said.isEmpty()) {
            html.raw("<p class=\"notice\" role=\"alert\">").text(said).raw("</p>\n");
        }
    }

    private static void done(Html html, String said, String more, String kind) {
        html.raw("<div class=\"done" + kind + "\" role=\"status\">" + DONE + "<p><b>")
                .text(said)
                .raw("</b><br>")
                .text(more)
                .raw("</p></div>\n");
    }

    // ---- who

    private static void what(Html html, Content of) {
        urgency(html, of);
        html.raw("<h1>").text(of.words().name(of.resident()));
        String title = of.words().title(of.resident(), of.alert().receivedAtMillis());
        if (!title.isEmpty()) {
            html.raw(" <small>").text(title).raw("</small>");
        }
        html.raw("</h1><p class=\"how\">")
                .text(of.words().happened(of.alert().kind()))
                .raw("</p></div>\n");
    }

    private static void discreetly(Html html, Content of) {
        urgency(html, of);
        html.raw("<h1>")
                .text(of.words().discreetly(of.resident(), of.alert().receivedAtMillis()))
                .raw("</h1></div>\n");
    }

    private static void urgency(Html html, Content of) {
        Priority priority = of.alert().priority();
        String shape = switch (priority) {
            case P1 -> TRIANGLE;
            case P2 -> DIAMOND;
            case P3, P4, P5 -> RING;
        };
        html.raw("<div class=\"what " + (priority == Priority.P1 ? "p1" : priority == Priority.P2 ? "p2" : "p3")
                        + "\"><p class=\"row\"><svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" + shape
                        + "</svg><b>")
                .text(of.words().urgency(priority))
                .raw("</b> <span class=\"end\">")
                .text(of.words().time(of.alert().receivedAtMillis()))
                .text(of.say("，", ", "))
                .text(of.words().age(of.alert().receivedAtMillis(), of.nowMillis()))
                .raw("</span></p>");
    }

    // ---- where

    private void where(Html html, Content of) {
        Resident resident = of.resident();
        html.raw("<section class=\"where\" aria-label=\"")
                .text(of.say("地点", "Place"))
                .raw("\">");
        Place place = Place.of(of.alert(), resident);
        map(html, resident.latitude(), resident.longitude(), of.say("导航", "Map"));
        html.raw("<h2>")
                .text(
                        resident.address().isEmpty()
                                ? of.say("地址没有登记，请打给坐席", "No address is recorded: call the centre")
                                : resident.address())
                .raw("</h2>");
        door(html, of);
        if (place != null) {
            html.raw("<p class=\"device\">");
            map(html, place.latitude(), place.longitude(), of.say("手环", "Wristband"));
            html.text(of.say("手环定位 ", "Wristband at ") + of.words().time(place.atMillis()) + distance(of, place))
                    .raw("</p>");
        }
        html.raw("</section>\n");
    }

    private static String distance(Content of, Place place) {
        String accuracy = place.accuracyMetres() < 0
                ? ""
                : of.say("，误差 ", ", within ") + of.words().distance(Math.max(50, place.accuracyMetres()));
        return Double.isNaN(place.fromHomeMetres())
                ? accuracy
                : of.say("，离家约 ", ", from home about ") + of.words().distance(place.fromHomeMetres()) + accuracy;
    }

    /** How to get in: for who has the key and goes. */
    private static void door(Html html, Content of) {
        if (!of.open().hasKey() || of.resident().accessNote().isEmpty()) {
            return;
        }
        Stand stand = of.sight().stand();
        html.raw("<p>")
                .text(
                        stand == Stand.GOING || stand == Stand.ARRIVED
                                ? of.resident().accessNote()
                                : of.say("您有钥匙。怎样进门，答应去之后显示", "You have the key. How to get in is shown once you go"))
                .raw("</p>");
    }

    private void map(Html html, double latitude, double longitude, String label) {
        if (config.map().isEmpty() || !Double.isFinite(latitude) || !Double.isFinite(longitude)) {
            return;
        }
        String address =
                config.map().replace("{lat}", Place.degrees(latitude)).replace("{lon}", Place.degrees(longitude));
        html.raw("<a class=\"btn map\" rel=\"noreferrer noopener\" href=\"")
                .text(address)
                .raw("\">")
                .text(label)
                .raw("</a>");
    }

    // ---- what goes on

    private static void now(Html html, Content of) {
        html.raw("<section class=\"now\"><h2>").text(of.say("现在", "Now")).raw("</h2><ul>");
        for (Fact fact : of.sight().facts()) {
            boolean done = fact.what().isDone();
            html.raw(done ? "<li class=\"ok\">" + DONE : "<li>" + UNDER_WAY)
                    .raw("<span>")
                    .text(of.words().what(fact.what()))
                    .raw("</span>");
            if (fact.atMillis() > 0) {
                html.raw(" <span class=\"end\">")
                        .text(of.words().time(fact.atMillis()))
                        .raw("</span>");
            }
            html.raw("</li>");
        }
        html.raw("</ul></section>\n");
    }

    private static void there(Html html, Content of) {
        boolean ambulance = of.sight().facts().stream()
                .anyMatch(fact -> fact.what() == What.AMBULANCE_COMES || fact.what() == What.AMBULANCE_RECEIVED);
        done(
                html,
                of.say("您已到达 ", "You are there: ") + of.words().time(of.sight().sinceMillis()),
                ambulance
                        ? of.say("120 要到了，请有人接车", "An ambulance comes: somebody meet it, please")
                        : of.say("坐席看得到", "The centre sees it"),
                "");
        html.raw("<section class=\"now\"><h1 class=\"question\">")
                .text(of.say(
                        of.words().discreetly(of.resident(), of.alert().receivedAtMillis()) + "现在怎样？",
                        "How is it there?"))
                .raw("</h1><p class=\"muted\">")
                .text(of.say("点一下，坐席马上看到", "One touch, and the centre sees it"))
                .raw("</p>");
        begin(html, of, "answers");
        for (Condition each : Condition.values()) {
            button(
                    html,
                    ContactPages.wordOf(each),
                    each == Condition.DOOR_SHUT ? "btn wide" : "btn",
                    of.words().condition(each));
        }
        html.raw("</form>");
        for (String told : of.told()) {
            html.raw("<p class=\"told\">" + DONE).text(told).raw("</p>");
        }
        door(html, of);
        html.raw("</section>\n");
    }

    // ---- what may be answered

    private static void actions(Html html, Content of) {
        begin(html, of, "act");
        switch (of.sight().stand()) {
            case ASKED -> {
                button(html, "going", "btn me wide", of.say("我现在去", "I am going"));
                button(html, "cannot", "btn", of.say("去不了", "I cannot"));
                call(html, of, "btn");
            }
            case GOING -> {
                button(html, "arrived", "btn me wide", of.say("我到了", "I have arrived"));
                button(html, "cannot", "btn", of.say("去不了了", "I cannot"));
                call(html, of, "btn");
            }
            case CANNOT -> {
                button(html, "going", "btn wide", of.say("改为 我现在去", "I am going after all"));
                call(html, of, "btn wide");
            }
            case ARRIVED -> call(html, of, "btn me wide");
        }
        String last = lastWord(of);
        if (!last.isEmpty()) {
            html.raw("<p>").text(last).raw("</p>");
        }
        html.raw("</form>\n");
    }

    private static String lastWord(Content of) {
        String name = of.open().contact().name();
        return switch (of.sight().stand()) {
            case ASKED ->
                name.isEmpty()
                        ? of.say("此链接只给您本人，结案即失效", "This link is for you alone and ends with the case")
                        : of.say(
                                name + "您好，此链接只给您本人，结案即失效",
                                name + ", this link is for you alone and ends with the case");
            case ARRIVED -> of.say("尽量不要搬动老人", "If you can, do not move them");
            case GOING, CANNOT -> "";
        };
    }

    private static void begin(Html html, Content of, String kind) {
        html.raw("<form class=\"" + kind + "\" method=\"post\" action=\""
                + of.open().token() + "\"><input type=\"hidden\" name=\"k\" value=\"" + of.form() + "\">");
    }

    private static void button(Html html, String value, String kind, String label) {
        html.raw("<button class=\"" + kind + "\" name=\"do\" value=\"" + value + "\">")
                .text(label)
                .raw("</button>");
    }

    private static void call(Html html, Content of, String kind) {
        String number = of.words().wording().callBack();
        if (!number.isEmpty()) {
            html.raw("<a class=\"" + kind + "\" href=\"tel:")
                    .text(dialled(number))
                    .raw("\">" + CALL)
                    .text(of.say("打给坐席", "Call centre"))
                    .raw("</a>");
        }
    }

    /** A number as a telephone takes it. */
    static String dialled(String number) {
        return number.replaceAll("[^0-9+*#]", "");
    }
}
