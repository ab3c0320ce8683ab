package dev.tidings.platform.postgres;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;

/** Describes in one line why there is no connection, and what to do about it. */
final class ConnectionFailure {

    private static final String WRONG_PASSWORD = "28P01";
    private static final String WRONG_LOGIN = "28000";
    private static final String NO_DATABASE = "3D000";
    private static final String TIMED_OUT = "timed out";
    private static final String UNENCRYPTED = "no encryption";

    private ConnectionFailure() {}

    static String describe(SQLException failure, DatabaseUrl url, String username, String seconds) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String server = "PostgreSQL at " + url.server();
        if (isUntrusted(failure)) {
            return "Cannot connect to " + server + ": " + firstLine(failure)
                    + ". Name its authority in &sslrootcert= of DATABASE_URL.";
        }
        if (state.equals(WRONG_LOGIN) && firstLine(failure).contains(UNENCRYPTED)) {
            return server + " refused a connection in the clear (" + firstLine(failure)
                    + "). Add ?sslmode=verify-full or ?sslmode=require to DATABASE_URL.";
        }
        return switch (state) {
            case WRONG_PASSWORD, WRONG_LOGIN ->
                server + " refused the user \"" + username + "\" (" + firstLine(failure)
                        + "). Check DATABASE_USER and DATABASE_PASSWORD.";
            case NO_DATABASE ->
                server + " has no database \"" + url.database() + "\". Create it or correct DATABASE_URL.";
            default ->
                "Cannot connect to " + server + ": " + reason(failure, seconds)
                        + ". Start the database or correct DATABASE_URL.";
        };
    }

    private static boolean isUntrusted(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(SQLException failure, String seconds) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host";
            }
            if (cause instanceof SocketTimeoutException) {
                return "no answer within " + seconds + " s";
            }
            if (cause instanceof ConnectException && cause.getMessage().contains("refused")) {
                return "connection refused";
            }
        }
        String message = firstLine(failure);
        return message.contains(TIMED_OUT) ? "no answer within " + seconds + " s" : message;
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(message).replaceAll("\\.$", "");
    }
}
