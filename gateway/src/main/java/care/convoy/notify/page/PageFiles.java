package care.convoy.notify.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Style and script of the pages, under names that change with what they hold, so that a telephone may keep them. Immutable. */
final class PageFiles {
    private static final int MARK_CHARACTERS = 10;

    private final String style;
    private final String script;
    private final String styleName;
    private final String scriptName;

    PageFiles() {
        style = read("page.css");
        script = read("page.js");
        styleName = "s-" + mark(style) + ".css";
        scriptName = "s-" + mark(script) + ".js";
    }

    String styleName() {
        return styleName;
    }

    String scriptName() {
        return scriptName;
    }

    Map<String, String> all() {
        return Map.of(styleName, style, scriptName, script);
    }

    private static String read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String mark(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, MARK_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this Java", impossible);
        }
    }
}
