package dev.tidings.access.account;

import dev.tidings.access.plan.Overrides;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The owner of sessions, messages, webhooks and keys, and what it may use. */
@Entity
@Table(name = "account")
class Account extends PanacheEntityBase {
    @Id
    @Column(columnDefinition = "text")
    public String id;

    @Column(columnDefinition = "text")
    public String name;

    @Column(columnDefinition = "text")
    public String plan;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "suspended_at")
    public Instant suspendedAt;

    @Column(name = "override_requests_per_minute")
    public Integer requestsPerMinute;

    @Column(name = "override_requests_per_hour")
    public Integer requestsPerHour;

    @Column(name = "override_requests_per_day")
    public Integer requestsPerDay;

    @Column(name = "override_messages_per_day")
    public Integer messagesPerDay;

    @Column(name = "override_sessions")
    public Integer sessions;

    @Column(name = "override_concurrent_requests")
    public Integer concurrentRequests;

    @Column(name = "override_webhooks")
    public Integer webhooks;

    Overrides overrides() {
        return new Overrides(
                requestsPerMinute,
                requestsPerHour,
                requestsPerDay,
                messagesPerDay,
                sessions,
                concurrentRequests,
                webhooks);
    }

    void override(Overrides own) {
        requestsPerMinute = own.requestsPerMinute();
        requestsPerHour = own.requestsPerHour();
        requestsPerDay = own.requestsPerDay();
        messagesPerDay = own.messagesPerDay();
        sessions = own.sessions();
        concurrentRequests = own.concurrentRequests();
        webhooks = own.webhooks();
    }
}
