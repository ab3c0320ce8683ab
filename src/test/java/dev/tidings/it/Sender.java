package dev.tidings.it;

import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client that sends texts through a balancer, one after the other, and repeats what a cut connection left unanswered. */
final class Sender {
    private static final int TRIES = 3;

    private final Balancer balancer;
    private final String body;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end;
    private volatile boolean stopped;

    private Sender(Balancer balancer, String sessionId) {
        this.balancer = balancer;
        this.body = "{\"sessionId\":\"" + sessionId + "\",\"to\":\"14155552671\",\"text\":\"On and on\"}";
        this.end = CompletableFuture.runAsync(this::run);
    }

    static Sender start(Balancer balancer, String sessionId) {
        return new Sender(balancer, sessionId);
    }

    int sent() {
        return ids.size();
    }

    /** The ids of all messages; fails when one was not taken. */
    List<String> stop() throws Exception {
        stopped = true;
        end.get(60, TimeUnit.SECONDS);
        return List.copyOf(ids);
    }

    private void run() {
        while (!stopped) {
            Answer answer = send(UUID.randomUUID().toString(), TRIES).requireStatus(200);
            ids.add(answer.data().path("messageId").asText());
        }
    }

    private Answer send(String idempotencyKey, int tries) {
        ApiClient client = balancer.pick();
        try {
            return client.send(client.request("/v1/messages/text")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", idempotencyKey)
                    .POST(BodyPublishers.ofString(body)));
        } catch (UncheckedIOException e) {
            if (tries == 1) {
                throw e;
            }
            return send(idempotencyKey, tries - 1);
        }
    }
}
