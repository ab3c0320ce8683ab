/**
 * What the values of settings may be. Each setting names the converter for its values, so that a wrong one is refused at start,
 * with what would be right, and not when it is first used.
 */
package dev.tidings.platform.config;
