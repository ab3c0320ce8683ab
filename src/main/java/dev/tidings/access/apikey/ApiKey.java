package dev.tidings.access.apikey;

import dev.tidings.access.auth.CredentialRepository;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key as it is stored: never its text, only its SHA-256. */
@Entity
@Table(name = "api_key")
class ApiKey extends PanacheEntityBase {
    @Id
    @Column(columnDefinition = "text")
    public String id;

    @Column(name = "account_id", columnDefinition = "text")
    public String accountId;

    @Column(columnDefinition = "text")
    public String name;

    /** The start of the key's text, to tell keys apart. */
    @Column(columnDefinition = "text")
    public String prefix;

    public byte[] hash;

    @Column(columnDefinition = "text[]")
    public String[] scopes;

    /** Null: all sessions of the account. */
    @Column(name = "session_ids", columnDefinition = "text[]")
    public String[] sessionIds;

    /** CIDRs; null: everywhere. */
    @Column(columnDefinition = "text[]")
    public String[] networks;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "revoked_at")
    public Instant revokedAt;

    /** Written by {@link CredentialRepository}, for many keys at once. */
    @Column(name = "last_used_at", updatable = false)
    public Instant lastUsedAt;
}
