package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.message.MessageRepository;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which addresses messages may go to. */
@ApplicationScoped
class Recipients {
    private final MessageRepository messages;

    Recipients(MessageRepository messages) {
        this.messages = messages;
    }

    /**
     * Accepts what can be a number, and whatever the session has heard from: WhatsApp knows numbers that metadata does not.
     *
     * @param paths for each message the path of its recipient's field
     * @throws ApiException {@code invalid_phone_number} for the first that is neither
     */
    Uni<Void> require(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        List<String> doubtful = all.stream()
                .map(NewMessage::to)
                .filter(to -> to != null && !PhoneNumber.isPossible(to))
                .distinct()
                .toList();
        if (doubtful.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return messages.heardFrom(caller.accountId(), sessionId, doubtful)
                .invoke(heard -> {
                    for (int i = 0; i < all.size(); i++) {
                        String to = all.get(i).to();
                        if (doubtful.contains(to) && !heard.contains(to)) {
                            throw ApiException.of(ErrorCode.INVALID_PHONE_NUMBER, paths.get(i), PhoneNumber.RULE);
                        }
                    }
                })
                .replaceWithVoid();
    }
}
