package care.convoy.console;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Pages for people without a login, each behind a secret token in its address; served on a port of their own, apart from the console. Called
 * on an event loop: never blocks.
 */
public interface GuestPages {
    /** What each address begins with, as {@code /c/}. */
    String path();

    /** Style and script: name, as {@code s-12ab.css}, and content; one name never has another content. */
    Map<String, String> files();

    /**
     * The page of a token; changes nothing.
     *
     * @param token as sent, of letters, digits, {@code -} and {@code _}
     * @param again whether a page that is open asks how it stands now
     */
    Page show(String token, boolean again);

    /** Takes what was sent from the page of a token. @param form its fields, values as {@code token} */
    CompletionStage<Page> answer(String token, Map<String, String> form);

    /**
     * An answer.
     *
     * @param status of HTTP; 303 sends the browser back to the page of the token, {@code html} is empty then
     * @param foreign whether the token was none of ours: too many of them and their sender hears nothing for a while
     */
    record Page(int status, String html, boolean foreign) {}
}
