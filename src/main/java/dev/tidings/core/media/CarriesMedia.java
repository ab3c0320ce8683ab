package dev.tidings.core.media;

/** Marks a request body that may contain a file in base64. */
public interface CarriesMedia {}
