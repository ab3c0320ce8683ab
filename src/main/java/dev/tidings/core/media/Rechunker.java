package dev.tidings.core.media;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream into parts of one size, whatever the sizes in which it arrives. */
final class Rechunker {
    static final int SIZE = 256 * 1024;

    private Buffer rest = Buffer.buffer(SIZE);

    private Rechunker() {}

    /** Parts of {@link #SIZE} bytes, the last one may be smaller; none for an empty stream. */
    static Multi<Buffer> of(Multi<Buffer> stream) {
        return Multi.createFrom().deferred(() -> {
            Rechunker chunks = new Rechunker();
            Multi<Buffer> full = stream.onItem()
                    .transformToMultiAndConcatenate(part -> Multi.createFrom().iterable(chunks.add(part)));
            return Multi.createBy()
                    .concatenating()
                    .streams(full, Multi.createFrom().deferred(chunks::last));
        });
    }

    private List<Buffer> add(Buffer part) {
        List<Buffer> full = new ArrayList<>();
        int from = 0;
        while (rest.length() + part.length() - from >= SIZE) {
            int to = from + SIZE - rest.length();
            full.add(rest.appendBuffer(part, from, to - from));
            rest = Buffer.buffer(SIZE);
            from = to;
        }
        rest.appendBuffer(part, from, part.length() - from);
        return full;
    }

    private Multi<Buffer> last() {
        return rest.length() == 0
                ? Multi.createFrom().empty()
                : Multi.createFrom().item(rest);
    }
}
