package dev.tidings.engine.linked.transport;

/** An open connection that carries bytes. */
public interface Wire {
    /** One message; never blocks. */
    void write(byte[] message);

    /** Nothing is received afterwards; repeating it is harmless. */
    void close();

    /** Is told what happens to a connection, on any thread, in order. */
    interface Listener {
        void opened(Wire wire);

        /** @param consumed to be called once, from any thread, when there is room for more */
        void received(byte[] piece, Runnable consumed);

        /**
         * Called once, also instead of {@link #opened}.
         *
         * @param reason a short name for metrics and logs, without any secret
         */
        void closed(String reason);
    }
}
