/** What people say about being written to. */
package dev.tidings.core.contact;
