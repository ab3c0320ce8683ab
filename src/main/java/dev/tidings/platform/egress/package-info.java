/** Every outbound call to an address that a user chose: media to fetch, webhooks to deliver. */
package dev.tidings.platform.egress;
