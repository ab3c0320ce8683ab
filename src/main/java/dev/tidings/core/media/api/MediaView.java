package dev.tidings.core.media.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.media.Media;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file as clients see it. */
@Schema(name = "Media")
@JsonInclude(JsonInclude.Include.NON_NULL)
record MediaView(
        @Schema(examples = "media_01kaszj5v3m8q2c7d9e1f4g6h8")
        String mediaId,

        @Schema(description = "What the bytes are, whatever the upload called them", examples = "image/png")
        String mimeType,

        @Schema(description = "In bytes", examples = "70124")
        long size,

        @Schema(
                description = "Of the bytes, in hexadecimal digits",
                examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,

        @Schema(nullable = true, description = "Made safe; absent when the upload named none", examples = "menu.png")
        String filename,

        @Schema(examples = "2026-12-24T09:30:00Z") Instant expiresAt) {

    static MediaView of(Media media) {
        return new MediaView(
                media.id(), media.mimeType(), media.size(), media.sha256(), media.filename(), media.expiresAt());
    }
}
