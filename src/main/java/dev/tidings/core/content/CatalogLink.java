package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A button that opens the whole catalog.
 *
 * @param thumbnailProductId the article whose picture stands above it; null for the first one
 */
@Schema(name = "InteractiveCatalog")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CatalogLink(
        @Schema(
                maxLength = 100,
                description = "The article whose picture stands above it; left out: the first one",
                examples = "2lc20305pt")
        String thumbnailProductId)
        implements Validated {
    @Override
    public void check(Violations checks) {
        checks.length("thumbnailProductId", thumbnailProductId, 1, CatalogProduct.MAX_ID);
    }
}
