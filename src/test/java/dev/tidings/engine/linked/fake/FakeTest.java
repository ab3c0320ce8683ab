package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.crypto.Randomness;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One server, one phone, one device that is not linked yet. */
abstract class FakeTest {
    static final Randomness RANDOMNESS = Randomness.of(new SecureRandom());
    static final String NUMBER = "4915112345678";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    FakeWhatsApp fake;
    FakePhone phone;
    Companion companion;

    @BeforeEach
    void start() {
        fake = FakeWhatsApp.start();
        phone = fake.phone(NUMBER);
        phone.account().named("Ada");
        companion = new Companion(fake, HTTP, RANDOMNESS);
    }

    @AfterEach
    void stop() {
        fake.close();
    }
}
