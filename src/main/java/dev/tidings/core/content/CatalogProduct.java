package dev.tidings.core.content;

import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An article of a catalog. */
@Schema(name = "InteractiveProduct")
@RegisterForReflection
public record CatalogProduct(
        @Schema(required = true, maxLength = 100, examples = "194836987003835")
        String catalogId,

        @Schema(required = true, maxLength = 100, description = "As the shop calls it", examples = "di9ozbzfi4")
        String productId)
        implements Validated {
    static final int MAX_ID = 100;

    @Override
    public void check(Violations checks) {
        checks.required("catalogId", catalogId)
                .required("productId", productId)
                .length("catalogId", catalogId, 1, MAX_ID)
                .length("productId", productId, 1, MAX_ID);
    }
}
