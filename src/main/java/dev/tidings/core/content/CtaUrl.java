package dev.tidings.core.content;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A button that opens a page.
 *
 * @param button its text
 */
@Schema(name = "InteractiveCtaUrl")
@RegisterForReflection
public record CtaUrl(
        @Schema(required = true, maxLength = 20, examples = "See dates")
        String button,

        @Schema(required = true, maxLength = 2000, examples = "https://www.luckyshrub.com/dates")
        String url)
        implements Validated {
    @Override
    public void check(Violations checks) {
        checks.required("button", button)
                .required("url", url)
                .length("button", button, 1, 20)
                .length("url", url, 1, 2000)
                .that("url", url, () -> isWebPage(url), ErrorCode.INVALID_REQUEST, "must be an http or https URL");
    }

    private static boolean isWebPage(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }
}
