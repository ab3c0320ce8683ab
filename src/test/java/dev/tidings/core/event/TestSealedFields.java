package dev.tidings.core.event;

import jakarta.enterprise.context.ApplicationScoped;

/** Lets tests of other rooms run the job. */
@ApplicationScoped
public class TestSealedFields {
    private final SealedFieldsJob job;

    TestSealedFields(SealedFieldsJob job) {
        this.job = job;
    }

    public void removeDead() {
        job.run().await().indefinitely();
    }
}
