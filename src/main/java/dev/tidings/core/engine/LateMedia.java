package dev.tidings.core.engine;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails.MediaState;
import java.time.Instant;

/**
 * The file of a message that was reported while it was still being fetched.
 *
 * @param content the whole content, with the file; null when there will be no file
 * @param failure why there will be no file, or null
 */
public record LateMedia(
        String sessionId, String engineMessageId, MessageContent.Media content, MediaState failure, Instant at) {}
