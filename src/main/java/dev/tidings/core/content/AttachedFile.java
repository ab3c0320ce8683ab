package dev.tidings.core.content;

/**
 * A file of a message, and where it stands in it.
 *
 * @param path the prefix of the names of its fields, such as {@code headerMedia.}; empty where the message is the file
 */
public record AttachedFile(String path, MessageContent.Media media) {}
