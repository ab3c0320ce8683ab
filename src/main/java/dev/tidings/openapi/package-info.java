/** The OpenAPI document: its head here, what the operations declare by {@link dev.tidings.openapi.OperationFilter}. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tidings",
                        version = "1",
                        description =
                                "A self-hosted WhatsApp gateway. Every failure comes in one envelope with a code of a"
                                        + " published catalogue: GET /v1/errors.",
                        license =
                                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0.txt")),
        components =
                @Components(
                        schemas = @Schema(name = ErrorResponses.SCHEMA, implementation = ErrorBody.class),
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = OperationFilter.SECURITY_SCHEME,
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        description = "An API key: tdg_...")))
package dev.tidings.openapi;

import dev.tidings.platform.error.ErrorBody;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
