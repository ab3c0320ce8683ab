package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import java.time.Instant;

/**
 * What a device learned at its logins. What the server did not say is null.
 *
 * @param counter successful logins since the pairing
 * @param serverHasPreKeys whether it has had a full set of one-time pre-keys
 * @param pushName the name that others see
 * @param routingInfo where the server wants the next connection
 * @param clientExpiration when it stops to accept this version of the client
 * @param propsHash of the properties that it gave last
 */
public record LoginState(
        int counter,
        boolean serverHasPreKeys,
        String pushName,
        Bytes routingInfo,
        Instant clientExpiration,
        String propsHash) {
    public static final LoginState NONE = new LoginState(0, false, null, null, null, null);

    LoginState withCounter(int count) {
        return new LoginState(count, serverHasPreKeys, pushName, routingInfo, clientExpiration, propsHash);
    }

    public LoginState withServerHasPreKeys(boolean has) {
        return new LoginState(counter, has, pushName, routingInfo, clientExpiration, propsHash);
    }

    public LoginState withPushName(String name) {
        return new LoginState(counter, serverHasPreKeys, name, routingInfo, clientExpiration, propsHash);
    }

    public LoginState withRoutingInfo(Bytes info) {
        return new LoginState(counter, serverHasPreKeys, pushName, info, clientExpiration, propsHash);
    }

    public LoginState withClientExpiration(Instant at) {
        return new LoginState(counter, serverHasPreKeys, pushName, routingInfo, at, propsHash);
    }

    public LoginState withPropsHash(String hash) {
        return new LoginState(counter, serverHasPreKeys, pushName, routingInfo, clientExpiration, hash);
    }

    @Override
    public String toString() {
        return "LoginState[" + counter + "]";
    }
}
