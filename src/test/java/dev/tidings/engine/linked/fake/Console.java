package dev.tidings.engine.linked.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The fake server by hand: prints where it listens, then does what is typed, a line each. */
public final class Console {
    private static final String HELP = """
            scan NUMBER TEXT       the phone with this number scans a QR code
            code NUMBER CODE       ... types a code
            passkey NUMBER         ... wants its passkey to be used from now on
            sign NUMBER            what a browser gives for the passkey that is asked for now
            unlink NUMBER          ... removes all linked devices
            end NUMBER CODE        ends the streams of its devices with this error (515, 503, ...)
            fail NUMBER REASON     the next login of one of its devices fails so (401, 402, 405, ...)
            advance SECONDS        skips time
            devices NUMBER         what is linked to it
            violations             what clients did that they must not do
            quit""";

    private final FakeWhatsApp fake;
    private final PrintStream out;

    Console(FakeWhatsApp fake, PrintStream out) {
        this.fake = fake;
        this.out = out;
    }

    public static void main(String... arguments) throws IOException {
        try (FakeWhatsApp fake = FakeWhatsApp.start()) {
            new Console(fake, System.out).run(System.in);
        }
    }

    void run(InputStream in) throws IOException {
        out.println("url " + fake.url());
        out.println("root-key " + fake.rootKey());
        out.println("type help for what it can do");
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("quit"); line = lines.readLine()) {
            try {
                execute(List.of(line.strip().split(" ", 3)));
            } catch (RuntimeException e) {
                out.println(e.getMessage());
            }
        }
    }

    private void execute(List<String> words) {
        switch (words.get(0)) {
            case "scan" -> tell(phone(words).scan(word(words, 2)));
            case "code" -> tell(phone(words).typeCode(word(words, 2)));
            case "passkey" -> phone(words).requirePasskey();
            case "sign" -> out.println(phone(words).answerPasskey());
            case "unlink" -> phone(words).unlink();
            case "end" ->
                phone(words)
                        .account()
                        .devices()
                        .forEach(device -> device.connection()
                                .ifPresent(open -> open.streamError(Integer.parseInt(word(words, 2)))));
            case "fail" -> phone(words).account().failNext(Failure.of(Integer.parseInt(word(words, 2))));
            case "advance" -> fake.clock().advance(Duration.ofSeconds(Long.parseLong(word(words, 1))));
            case "devices" -> phone(words).account().devices().forEach(this::tell);
            case "violations" -> fake.violations().forEach(out::println);
            default -> out.println(HELP);
        }
    }

    private FakePhone phone(List<String> words) {
        return fake.phone(word(words, 1));
    }

    private static String word(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(HELP);
        }
        return words.get(index);
    }

    private void tell(Link link) {
        if (link.state() == Link.State.UNDER_WAY) {
            link.await();
        }
        out.println(link.state() + (link.reason().isEmpty() ? "" : ": " + link.reason()));
    }

    private void tell(FakeDevice device) {
        out.println(device.jid() + " \"" + device.registration().deviceName() + "\", "
                + (device.isActive() ? "active" : device.connection().isPresent() ? "logged in, passive" : "away")
                + ", " + device.keys().count() + " keys, " + device.logins().size() + " logins");
    }
}
