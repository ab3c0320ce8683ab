import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives webhooks on this machine and prints them: {@code java Receiver.java <port> <secret>}. Verifies what comes as Standard
 * Webhooks has it; a product uses a library of https://www.standardwebhooks.com instead.
 */
class Receiver {
    private static final long TOLERANCE_SECONDS = 300;

    private final byte[] key;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Receiver(String secret) {
        this.key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", Integer.parseInt(args[0])), 0);
        server.createContext("/", new Receiver(args[1])::receive);
        server.start();
        System.out.println("ready");
    }

    private void receive(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        boolean genuine = isGenuine(request, body);
        request.sendResponseHeaders(genuine ? 204 : 401, -1);
        request.close();
        // An event may come more than once: its id tells.
        if (genuine && seen.add(request.getRequestHeaders().getFirst("webhook-id"))) {
            System.out.println("verified " + new String(body, UTF_8));
        }
    }

    /** Whether one of the signatures is that of the id, the time and the very bytes of the body, and the time is about now. */
    private boolean isGenuine(HttpExchange request, byte[] body) {
        String id = request.getRequestHeaders().getFirst("webhook-id");
        String time = request.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = request.getRequestHeaders().getFirst("webhook-signature");
        if (id == null || time == null || signatures == null || !time.matches("\\d{1,12}")) {
            return false;
        }
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) > TOLERANCE_SECONDS) {
            return false;
        }
        byte[] expected = ("v1," + sign(id + "." + time + ".", body)).getBytes(UTF_8);
        boolean found = false;
        for (String signature : signatures.split(" ")) {
            found |= MessageDigest.isEqual(expected, signature.getBytes(UTF_8));
        }
        return found;
    }

    private String sign(String prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(prefix.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
