package dev.tidings.platform.egress;

/**
 * Why a URL is not called.
 *
 * @param reason a sentence for the user; never tells what a name resolved to, as that would map the network around us
 */
public record Refusal(Kind kind, String reason) implements Parsed {

    public enum Kind {
        MALFORMED,
        TOO_LONG,
        SCHEME,
        USERINFO,
        HOST,
        PORT,
        HTTPS_REQUIRED,
        FORBIDDEN_ADDRESS
    }
}
