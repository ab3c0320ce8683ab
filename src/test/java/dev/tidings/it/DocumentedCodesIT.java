package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.DocumentedAnswers;
import dev.tidings.support.OpenApiDocument;
import dev.tidings.support.TidingsProcess;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds codes that the OpenAPI document promises and no test of this build has met, and codes that nothing promises. */
class DocumentedCodesIT {
    /** Met by tests of their own, not at each operation: a bug cannot be asked for, and a dead database is one for all. */
    private static final Set<String> SHARED = Set.of("internal_server_error", "service_unavailable");

    /** Of no single operation: wrong methods are told by the router. */
    private static final Set<ErrorCode> OF_THE_ROUTER = EnumSet.of(ErrorCode.METHOD_NOT_ALLOWED);

    @Test
    void meetsEveryPromisedCodeAndPromisesEveryCode() {
        Set<String> reached = DocumentedAnswers.reachedLast();
        assumeTrue(!reached.isEmpty(), "the unit tests did not run in this build");
        try (TidingsProcess service = TidingsProcess.shared()) {
            OpenApiDocument document = OpenApiDocument.of(service.baseUrl());
            Set<String> promised = document.operations().stream()
                    .flatMap(operation -> operation.codes().stream()
                            .filter(code -> !SHARED.contains(code))
                            .map(code -> operation.id() + " " + code))
                    .collect(Collectors.toCollection(TreeSet::new));
            promised.removeAll(reached);
            assertEquals(Set.of(), promised, "documented, but met by no test");

            Set<String> codes = document.operations().stream()
                    .flatMap(operation -> operation.codes().stream())
                    .collect(Collectors.toSet());
            Set<ErrorCode> unpromised = Stream.of(ErrorCode.values())
                    .filter(code -> !codes.contains(code.code()) && !OF_THE_ROUTER.contains(code))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(), unpromised, "documented by no operation");
        }
    }
}
