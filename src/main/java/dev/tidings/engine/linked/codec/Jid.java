package dev.tidings.engine.linked.codec;

import dev.tidings.engine.linked.bytes.MalformedException;

/**
 * An address: {@code user@server}, {@code user:device@server}, {@code user.agent:device@server},
 * {@code integrator-user:device@interop}, or the server alone.
 *
 * @param user may be empty
 * @param agent on s.whatsapp.net alone, 0 as a rule; up to 255, but not 1, 128 or 129
 * @param device 0 is the phone; up to 255, up to 65535 on msgr and interop, 0 on servers that know no devices
 * @param integrator 0 to 65535, on interop alone
 */
public record Jid(String user, int agent, int device, int integrator, String server) implements AttributeValue {
    public static final String PHONE = "s.whatsapp.net";
    public static final String LID = "lid";
    public static final String GROUP = "g.us";
    public static final String BROADCAST = "broadcast";
    public static final String HOSTED = "hosted";
    public static final String HOSTED_LID = "hosted.lid";

    /** The server itself, which it writes as {@code s.whatsapp.net} or {@code @s.whatsapp.net}. */
    public static final Jid SERVER = new Jid("", 0, 0, 0, PHONE);

    static final String MESSENGER = "msgr";
    static final String INTEROP = "interop";

    private static final int BYTE = 0xff;
    private static final int SHORT = 0xffff;

    /** @throws MalformedException if a part is not allowed on this server */
    public Jid {
        require(!server.isEmpty() && server.indexOf('@') < 0, "the server of an address is a name without @");
        require(user.indexOf('@') < 0, "the user of an address has no @");
        require(devices(server) == 0 || user.indexOf(':') < 0, "the user of an address has no device in it");
        require(!server.equals(PHONE) || user.indexOf('.') < 0, "the user of an address has no agent in it");
        require(agent == 0 || isAgent(agent) && server.equals(PHONE), "no such agent on this server");
        require(device >= 0 && device <= devices(server), "no such device on this server");
        require(integrator >= 0 && integrator <= (server.equals(INTEROP) ? SHORT : 0), "no such integrator");
    }

    public static Jid of(String user, String server) {
        return new Jid(user, 0, 0, 0, server);
    }

    public static Jid of(String user, int device, String server) {
        return new Jid(user, 0, device, 0, server);
    }

    /** @throws MalformedException if it is no address */
    public static Jid parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return of("", text);
        }
        String server = text.substring(at + 1);
        String user = text.substring(0, at);
        int device = 0;
        int agent = 0;
        int integrator = 0;
        int colon = user.indexOf(':');
        if (colon >= 0 && devices(server) > 0) {
            device = number(user.substring(colon + 1));
            user = user.substring(0, colon);
        }
        int dot = user.indexOf('.');
        if (dot >= 0 && server.equals(PHONE)) {
            agent = number(user.substring(dot + 1));
            user = user.substring(0, dot);
        }
        int dash = user.indexOf('-');
        if (dash >= 0 && server.equals(INTEROP)) {
            integrator = number(user.substring(0, dash));
            user = user.substring(dash + 1);
        }
        return new Jid(user, agent, device, integrator, server);
    }

    /** The account, whatever its device. */
    public Jid account() {
        return of(user, server.equals(HOSTED) ? PHONE : server.equals(HOSTED_LID) ? LID : server);
    }

    /** The server, not somebody on it. */
    public boolean isServer() {
        return equals(SERVER);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        if (server.equals(INTEROP)) {
            text.append(integrator).append('-');
        }
        text.append(user);
        if (agent > 0) {
            text.append('.').append(agent);
        }
        if (device > 0) {
            text.append(':').append(device);
        }
        return text.append('@').append(server).toString();
    }

    @Override
    public String toString() {
        return text();
    }

    private static int devices(String server) {
        return switch (server) {
            case PHONE, LID, HOSTED, HOSTED_LID -> BYTE;
            case MESSENGER, INTEROP -> SHORT;
            default -> 0;
        };
    }

    /** The wire has one byte for an agent and for the kinds of accounts that are no agent. */
    private static boolean isAgent(int agent) {
        return agent > 0
                && agent <= BYTE
                && agent != Marks.DOMAIN_LID
                && agent != Marks.DOMAIN_HOSTED
                && agent != Marks.DOMAIN_HOSTED_LID;
    }

    private static int number(String digits) {
        boolean fits =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        require(fits, "the number in an address has 1 to 5 digits");
        return Integer.parseInt(digits);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new MalformedException(rule);
        }
    }
}
