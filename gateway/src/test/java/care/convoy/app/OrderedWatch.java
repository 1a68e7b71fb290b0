package care.convoy.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A watch on one connection that notes what it is told; it answers only when it is asked to. */
final class OrderedWatch implements AutoCloseable {
    private final String id;
    private final Socket socket;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean answers;

    /** Connects and says that it is there. */
    OrderedWatch(String id, int port) throws IOException {
        this.id = id;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        Thread.ofPlatform().daemon().name(id).start(() -> listen(in));
        say("LK");
    }

    void say(String body) throws IOException {
        String frame = String.format("[3G*%s*%04x*%s]", id, body.length(), body);
        socket.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** How many orders came. */
    long orders() {
        return told.stream().filter(OrderedWatch::isOrder).count();
    }

    private static boolean isOrder(String body) {
        return !body.equals("LK") && !body.equals("AL");
    }

    /** How many frames with this word came. */
    long told(String word) {
        return told.stream().filter(body -> word.equals(wordOf(body))).count();
    }

    /** From now on it echoes each order; what came before, now. */
    void answer() throws IOException {
        answers = true;
        for (String body : told) {
            echo(body);
        }
    }

    private void echo(String body) throws IOException {
        if (isOrder(body)) {
            say(wordOf(body));
        }
    }

    private static String wordOf(String body) {
        int comma = body.indexOf(',');
        return comma < 0 ? body : body.substring(0, comma);
    }

    private void listen(InputStream in) {
        try {
            StringBuilder frame = new StringBuilder();
            for (int each = in.read(); each >= 0; each = in.read()) {
                if (each == ']') {
                    String body = frame.substring(frame.lastIndexOf("*") + 1);
                    frame.setLength(0);
                    told.add(body);
                    if (answers) {
                        echo(body);
                    }
                } else {
                    frame.append((char) each);
                }
            }
        } catch (IOException ended) {
            // the gateway was killed, or the test is over
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
