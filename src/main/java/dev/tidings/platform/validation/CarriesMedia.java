package dev.tidings.platform.validation;

/**
 * Marks a request body that may hold a media file in base64: when it is too large the answer is
 * {@code media_size_exceeded} and points to the upload, instead of {@code invalid_request}.
 */
public interface CarriesMedia {}
