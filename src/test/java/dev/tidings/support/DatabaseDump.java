package dev.tidings.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** All that is in the database, as one who stole it would search it. */
public final class DatabaseDump {
    private static final String TABLES = """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name""";

    private final DataSource database;

    public DatabaseDump(DataSource database) {
        this.database = database;
    }

    /** Each column of each row; bytes as they are, anything else as text. */
    @FunctionalInterface
    private interface Reader {
        void read(String table, String column, byte[] value);
    }

    /**
     * Where something is found: as it is, in hex, or in base64 or base64url at any place of a longer text.
     *
     * @param secrets by their names; no shorter than 9 bytes
     * @return "name in table.column", sorted
     */
    public Set<String> search(Map<String, byte[]> secrets) {
        Needles needles = new Needles();
        secrets.forEach((name, secret) -> {
            String hex = HexFormat.of().formatHex(secret);
            needles.add(name, secret);
            needles.add(name, hex.getBytes(UTF_8));
            needles.add(name, hex.toUpperCase(Locale.ROOT).getBytes(UTF_8));
            for (int shift = 0; shift < 3; shift++) {
                needles.add(name, base64(Base64.getEncoder(), secret, shift));
                needles.add(name, base64(Base64.getUrlEncoder(), secret, shift));
            }
        });
        Set<String> found = new TreeSet<>();
        readAll((table, column, value) ->
                needles.in(value).forEach(name -> found.add(name + " in " + table + "." + column)));
        return found;
    }

    /** The tables that hold the text anywhere. */
    public Set<String> tablesWith(String text) {
        Needles needles = new Needles();
        needles.add(text, text.getBytes(UTF_8));
        Set<String> found = new TreeSet<>();
        readAll((table, column, value) -> {
            if (!needles.in(value).isEmpty()) {
                found.add(table);
            }
        });
        return found;
    }

    /** The characters that stand for these bytes alone, when so many bytes come before them. */
    private static byte[] base64(Base64.Encoder encoder, byte[] secret, int shift) {
        byte[] shifted = new byte[secret.length + shift];
        System.arraycopy(secret, 0, shifted, shift, secret.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int start = shift == 0 ? 0 : shift + 1;
        return text.substring(start, shifted.length / 3 * 4).getBytes(UTF_8);
    }

    private void readAll(Reader reader) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (String table : tables(connection)) {
                read(connection, table, reader);
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static void read(Connection connection, String table, Reader reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM " + table)) {
            // few: some rows are parts of files
            query.setFetchSize(20);
            try (ResultSet rows = query.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        boolean isBytes = columns.getColumnType(i) == Types.BINARY;
                        byte[] value = isBytes ? rows.getBytes(i) : bytes(rows.getString(i));
                        if (value != null) {
                            reader.read(table, columns.getColumnName(i), value);
                        }
                    }
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    /** Finds any of many by their first two bytes. */
    private static final class Needles {
        private record Needle(String name, byte[] bytes) {}

        private final BitSet starts = new BitSet(1 << 16);
        private final Map<Integer, List<Needle>> byStart = new HashMap<>();

        void add(String name, byte[] bytes) {
            int start = start(bytes, 0);
            starts.set(start);
            byStart.computeIfAbsent(start, first -> new ArrayList<>()).add(new Needle(name, bytes));
        }

        Set<String> in(byte[] value) {
            Set<String> found = new TreeSet<>();
            for (int at = 0; at < value.length - 1; at++) {
                if (starts.get(start(value, at))) {
                    find(value, at, found);
                }
            }
            return found;
        }

        private void find(byte[] value, int at, Set<String> found) {
            for (Needle needle : byStart.get(start(value, at))) {
                int end = at + needle.bytes().length;
                if (end <= value.length && Arrays.equals(value, at, end, needle.bytes(), 0, needle.bytes().length)) {
                    found.add(needle.name());
                }
            }
        }

        private static int start(byte[] bytes, int at) {
            return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
        }
    }
}
