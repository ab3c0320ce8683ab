package dev.tidings.platform.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that does with a connection whatever a test wants, and remembers the heads of the requests. */
public final class MisbehavingServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** Counted down once a client has closed a connection. */
    final CountDownLatch clientGone = new CountDownLatch(1);

    /** What happens once the head of a request has been read. */
    @FunctionalInterface
    public interface Script {
        void play(Socket client) throws IOException, InterruptedException;
    }

    private MisbehavingServer(String address, int port, Script script) {
        this.script = script;
        try {
            this.listener = new ServerSocket(port, 50, InetAddress.getByName(address));
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        daemon(this::accept);
    }

    public static MisbehavingServer that(Script script) {
        return new MisbehavingServer("127.0.0.1", 0, script);
    }

    public static MisbehavingServer at(String address, int port, Script script) {
        return new MisbehavingServer(address, port, script);
    }

    /** Sends a text and closes. */
    public static MisbehavingServer thatAnswers(String answer) {
        return that(client -> write(client, answer));
    }

    public static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<String> heads() {
        return heads;
    }

    /** Whether a client closes a connection within a few seconds. */
    public boolean clientGone() throws InterruptedException {
        return clientGone.await(5, TimeUnit.SECONDS);
    }

    /** Writes the same text again and again until the client goes. */
    public void repeat(Socket client, String text, long everyMs) throws InterruptedException {
        try {
            do {
                write(client, text);
            } while (everyMs == 0 || !clientGone.await(everyMs, TimeUnit.MILLISECONDS));
        } catch (IOException gone) {
            clientGone.countDown();
        }
    }

    /** Stays silent until the client goes. */
    public void listenOn(Socket client) {
        try {
            while (client.getInputStream().read() >= 0) {
                // what comes is of no interest
            }
        } catch (IOException reset) {
            // gone as well
        }
        clientGone.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket client) {
        try (client) {
            heads.add(head(client.getInputStream()));
            script.play(client);
        } catch (IOException | InterruptedException over) {
            // the client looks at its own side
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "misbehaving");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
