package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Articles of one catalog, in sections. */
@Schema(name = "InteractiveProductList")
@RegisterForReflection
public record ProductList(
        @Schema(required = true, maxLength = 100, examples = "146265584024623")
        String catalogId,

        @Schema(required = true, minItems = 1, maxItems = 10, description = "At most 30 articles in all")
        List<Section> sections)
        implements Validated {
    private static final int MAX_SECTIONS = 10;
    private static final int MAX_PRODUCTS = 30;

    /** Articles under a title. */
    @Schema(name = "InteractiveProductSection")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(
            @Schema(maxLength = 24, description = "Required where there are several", examples = "Popular bundles")
            String title,

            @Schema(required = true, minItems = 1, maxItems = 30, examples = "[\"n6k6x0y7oe\"]")
            List<String> productIds)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("productIds", productIds)
                    .length("title", title, 1, 24)
                    .size("productIds", productIds, 1, MAX_PRODUCTS);
            for (int i = 0; productIds != null && i < productIds.size(); i++) {
                checks.length("productIds[" + i + "]", productIds.get(i), 1, CatalogProduct.MAX_ID);
            }
        }

        private int products() {
            return productIds == null ? 0 : productIds.size();
        }
    }

    @Override
    public void check(Violations checks) {
        checks.required("catalogId", catalogId).required("sections", sections);
        for (int i = 0; sections != null && sections.size() > 1 && i < sections.size(); i++) {
            Section section = sections.get(i);
            checks.requiredWhen(
                    section != null,
                    "sections[" + i + "].title",
                    section == null ? null : section.title(),
                    "Each of several sections needs a title.");
        }
        checks.length("catalogId", catalogId, 1, CatalogProduct.MAX_ID)
                .size("sections", sections, 1, MAX_SECTIONS)
                .each("sections", sections)
                .that(
                        "sections",
                        sections,
                        () -> products() <= MAX_PRODUCTS,
                        ErrorCode.INVALID_REQUEST,
                        "at most 30 articles in all");
    }

    private int products() {
        return sections.stream()
                .mapToInt(section -> section == null ? 0 : section.products())
                .sum();
    }
}
