package dev.tidings.engine.linked;

import dev.tidings.platform.config.HttpAddress;
import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.WebSocketAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Linked devices: phones that are linked by a QR code, a pairing code or a passkey. */
@ConfigMapping(prefix = "tidings.linked")
interface LinkedConfig {

    /** Where WhatsApp is. Another one than WhatsApp's own is for tests. */
    @WithDefault("wss://web.whatsapp.com/ws/chat")
    @WithConverter(WebSocketAddress.class)
    URI url();

    /**
     * The key that WhatsApp's certificates go back to, 64 hexadecimal digits. Another one than WhatsApp's own is for tests:
     * in production it is taken only when `tidings.linked.url` is on this machine.
     */
    @WithDefault("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b")
    String rootKey();

    /** The version of WhatsApp Web to connect as, such as 2.3000.1047769893. Unset: the newest one that was found. */
    Optional<String> version();

    /**
     * Where the version of WhatsApp Web is looked up once a day, if sessions are linked. It is called as every address that a
     * user chose.
     */
    @WithDefault("https://web.whatsapp.com/sw.js")
    @WithConverter(HttpAddress.class)
    String versionUrl();

    /** How many threads encrypt, decrypt and compute for all sessions. */
    @WithDefault("4")
    @WithConverter(PositiveInt.class)
    int threads();
}
