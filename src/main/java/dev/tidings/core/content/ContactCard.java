package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an address book holds about a person beside the name and the numbers; every part may be missing. */
@Schema(name = "ContactCard")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContactCard(
        NameParts nameParts,

        @Schema(description = "YYYY-MM-DD", examples = "1815-12-10")
        String birthday,

        Organization organization,

        @Schema(description = "The numbers again, with what is known of each")
        List<Phone> phones,

        List<Email> emails,
        List<Address> addresses,
        List<Link> urls)
        implements Validated {
    private static final int MAX = 20;
    private static final int MAX_TEXT = 500;

    @Schema(name = "ContactNameParts")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NameParts(String prefix, String first, String middle, String last, String suffix)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.length("prefix", prefix, 1, MAX_TEXT)
                    .length("first", first, 1, MAX_TEXT)
                    .length("middle", middle, 1, MAX_TEXT)
                    .length("last", last, 1, MAX_TEXT)
                    .length("suffix", suffix, 1, MAX_TEXT);
        }
    }

    @Schema(name = "ContactOrganization")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Organization(String company, String department, String title) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.length("company", company, 1, MAX_TEXT)
                    .length("department", department, 1, MAX_TEXT)
                    .length("title", title, 1, MAX_TEXT);
        }
    }

    /** A number. */
    @Schema(name = "ContactPhone")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Phone(
            @Schema(examples = "+14155552671") String phone,
            @Schema(examples = "MOBILE") String type,

            @Schema(description = "The number under which WhatsApp knows it", examples = "14155552671")
            String waId)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("phone", phone)
                    .length("phone", phone, 1, 50)
                    .length("type", type, 1, 50)
                    .length("waId", waId, 1, 50);
        }
    }

    @Schema(name = "ContactEmail")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Email(
            @Schema(examples = "ada@example.com") String email,
            @Schema(examples = "WORK") String type) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("email", email).length("email", email, 1, MAX_TEXT).length("type", type, 1, 50);
        }
    }

    @Schema(name = "ContactAddress")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Address(
            String street,
            String city,
            String state,
            String zip,
            String country,
            @Schema(examples = "gb") String countryCode,
            @Schema(examples = "HOME") String type)
            implements Validated {
        @Override
        public void check(Violations checks) {
            checks.length("street", street, 1, MAX_TEXT)
                    .length("city", city, 1, MAX_TEXT)
                    .length("state", state, 1, MAX_TEXT)
                    .length("zip", zip, 1, MAX_TEXT)
                    .length("country", country, 1, MAX_TEXT)
                    .length("countryCode", countryCode, 1, MAX_TEXT)
                    .length("type", type, 1, 50);
        }
    }

    @Schema(name = "ContactUrl")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Link(
            @Schema(examples = "https://example.com") String url,
            @Schema(examples = "WORK") String type) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("url", url).length("url", url, 1, 2000).length("type", type, 1, 50);
        }
    }

    @Override
    public void check(Violations checks) {
        checks.nested("nameParts", nameParts)
                .that(
                        "birthday",
                        birthday,
                        () -> birthday.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
                        ErrorCode.INVALID_REQUEST,
                        "must be a date such as 1815-12-10")
                .nested("organization", organization);
        checks.size("phones", phones, 0, MAX).each("phones", phones);
        checks.size("emails", emails, 0, MAX).each("emails", emails);
        checks.size("addresses", addresses, 0, MAX).each("addresses", addresses);
        checks.size("urls", urls, 0, MAX).each("urls", urls);
    }
}
