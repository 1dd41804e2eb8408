package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits through the connector's committer, which goes on when Kafka refuses a commit. This one
 * then fails the job, so that it restarts from the checkpoint and {@link JournaledWriter} sends the
 * records again. While a job restarts, a refusal is expected and proves nothing: most transactions
 * were committed before the job failed; the writer finds out which were.
 */
final class StrictCommitter implements Committer<KafkaCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(StrictCommitter.class);

  private final Committer<KafkaCommittable> kafka;

  StrictCommitter(Committer<KafkaCommittable> kafka) {
    this.kafka = kafka;
  }

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<KafkaCommittable>> strict = new ArrayList<>();
    for (CommitRequest<KafkaCommittable> request : requests) {
      strict.add(new StrictRequest(request));
    }
    kafka.commit(strict);
  }

  @Override
  public void close() throws Exception {
    kafka.close();
  }

  private record StrictRequest(CommitRequest<KafkaCommittable> request)
      implements CommitRequest<KafkaCommittable> {
    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      // A committable that was not restored has the producer of the writer that wrote it.
      if (getCommittable().getProducer().isPresent()) {
        request.signalFailedWithUnknownReason(reason);
      } else {
        LOG.info(
            "Kafka refuses to commit {} of the checkpoint: it was committed before, or aborted, or forgotten",
            getCommittable().getTransactionalId());
      }
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      if (reason instanceof InvalidPidMappingException) {
        // Kafka has forgotten the id, because the job was down for longer than it keeps ids.
        signalFailedWithKnownReason(reason);
      } else {
        request.signalFailedWithUnknownReason(reason);
      }
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      request.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }
}
