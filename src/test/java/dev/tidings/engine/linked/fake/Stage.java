package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.codec.Node;

/** What a connection is about once the client has said who it is. */
interface Stage {
    void onStanza(Node stanza);

    void onClose();
}
