package dev.tidings.core.media;

/** Marks a request body that may hold a file in base64. */
public interface CarriesMedia {}
