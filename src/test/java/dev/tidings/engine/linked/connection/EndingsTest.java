package dev.tidings.engine.linked.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.Ending.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EndingsTest {
    static Stream<Endings.Row> rows() {
        return Endings.ROWS.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRowIsFound(Endings.Row row) {
        Node error = Node.of("stream:error");
        Node stanza = switch (row.source()) {
            case STREAM_CODE -> error.with("code", row.sign());
            case STREAM_CONFLICT ->
                error.with("code", "401").containing(Node.of("conflict").with("type", row.sign()));
            case STREAM_CHILD -> error.containing(Node.of(row.sign()));
            case LOGIN_REASON -> Node.of("failure").with("reason", row.sign());
        };
        assertEquals(Optional.of(row.ending()), Endings.of(stanza));
    }

    @ParameterizedTest
    @CsvSource({"599,RETRY,server_error", "777,RETRY,stream_error", "'',RETRY,stream_error"})
    void connectsAgainAfterAStreamErrorThatNobodyKnows(String code, Kind kind, String reason) {
        assertEquals(
                Optional.of(new Ending(kind, reason)),
                Endings.of(Node.of("stream:error").with("code", code)));
    }

    @Test
    void keepsTheCredentialsAfterAFailureThatNobodyKnows() {
        assertEquals(
                Optional.of(Endings.UNKNOWN_FAILURE),
                Endings.of(Node.of("failure").with("reason", "999")));
        assertEquals(Optional.of(Endings.UNKNOWN_FAILURE), Endings.of(Node.of("failure")));
    }

    @Test
    void takesTheEndOfABanForADuration() {
        Node ban = Node.of("failure").with("reason", "402").with("code", "101").with("expire", "3600");
        assertEquals(Optional.of(new Ending(Kind.BANNED, "temporary_ban", Duration.ofHours(1))), Endings.of(ban));
    }

    @Test
    void anOrdinaryEndIsNoFailure() {
        assertEquals(Optional.of(new Ending(Kind.RETRY, "stream_ended")), Endings.of(Node.of("xmlstreamend")));
        assertEquals(Optional.empty(), Endings.of(Node.of("success")));
    }
}
