package dev.tidings.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Where sealed bytes are stored. They open there only, so that they are of no use in another row, or after a row was given to
 * another session.
 *
 * @param row what tells the row from others of the session in its table
 */
public record SecretPlace(String table, String sessionId, String row) {

    /** Each part with its length before it, so that no two places have the same bytes. */
    byte[] encode() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String part : new String[] {table, sessionId, row}) {
            byte[] bytes = part.getBytes(UTF_8);
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
