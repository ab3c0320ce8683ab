package dev.tidings.http;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * The body of an answer that is never in memory as a whole.
 *
 * @param bytes each part is asked for when the client has taken the one before
 * @param length of all parts together
 */
public record StreamedAnswer(Multi<Buffer> bytes, long length) {}
