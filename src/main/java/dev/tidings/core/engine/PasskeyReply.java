package dev.tidings.core.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a person answers where a passkey is needed.
 *
 * @param assertion what the browser made of the challenge; null to say that the code is the same as on the phone
 */
public record PasskeyReply(Map<String, Object> assertion) {
    public PasskeyReply {
        assertion = assertion == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(assertion));
    }

    @Override
    public String toString() {
        return assertion == null ? "PasskeyReply[confirmed]" : "PasskeyReply[assertion]";
    }
}
