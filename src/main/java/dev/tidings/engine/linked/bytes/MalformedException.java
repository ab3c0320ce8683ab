package dev.tidings.engine.linked.bytes;

/**
 * What was received is not what its format allows: the one exception by which decoders of the linked device refuse input. Its
 * message says which rule was broken and holds nothing of the input, because that may be a key or a message.
 */
public final class MalformedException extends RuntimeException {
    public MalformedException(String brokenRule) {
        super(brokenRule);
    }
}
