package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of WhatsApp Web that we speak as. The server refuses those that are older than some ten weeks. */
public record ClientVersion(int primary, int secondary, int tertiary) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,10})");

    /** @throws MalformedException unless there are three numbers with dots between them */
    public static ClientVersion parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new MalformedException("a client version has three numbers");
        }
        long revision = Long.parseLong(parts.group(3));
        if (revision > Integer.MAX_VALUE) {
            throw new MalformedException("a client version has three numbers below 2^31");
        }
        return new ClientVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), (int) revision);
    }

    /** What names the build at registration. */
    byte[] buildHash() {
        return Hashes.md5(toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return primary + "." + secondary + "." + tertiary;
    }
}
