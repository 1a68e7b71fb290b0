package care.convoy.notify.page;

/** HTML that is being written: what is not markup of ours goes in by {@link #text}. Not thread-safe. */
final class Html {
    private final StringBuilder out = new StringBuilder(4_096);

    /** Markup, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text or the value of an attribute in double quotes. */
    Html text(String words) {
        for (int at = 0; at < words.length(); at++) {
            char letter = words.charAt(at);
            switch (letter) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(letter);
            }
        }
        return this;
    }

    /** The head of every page: nothing in it says whom a page is about. */
    Html head(String language, String title, PageFiles files, boolean live) {
        raw("<!doctype html>\n<html lang=\"").text(language).raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
        raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        raw("<meta name=\"robots\" content=\"noindex, nofollow, noarchive, nosnippet\">\n");
        raw("<meta name=\"format-detection\" content=\"telephone=no\">\n");
        raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").text(title);
        raw("</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"");
        raw(files.styleName()).raw("\">\n");
        if (live) {
            raw("<noscript><meta http-equiv=\"refresh\" content=\"30\"></noscript>\n<script src=\"");
            raw(files.scriptName()).raw("\" defer></script>\n");
        }
        return raw("</head>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
