package io.facephys.tests.job;

import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;

/**
 * A transactional id that a broker knows.
 *
 * @param client Kafka's properties
 */
record TransactionalId(Properties client, String name) {
  /** The epoch after which Kafka gives an id another producer id. */
  private static final int LAST_EPOCH = Short.MAX_VALUE - 1;

  /** Raises the epoch so far that the next producer gets the last one; returns the producer id. */
  long useUp() throws Exception {
    try (Admin admin = Admin.create(client)) {
      for (int epoch = 0; epoch < LAST_EPOCH; epoch++) {
        admin.fenceProducers(List.of(name)).all().get();
      }
    }
    TransactionDescription last = describe();
    if (last.producerEpoch() != LAST_EPOCH - 1) {
      throw new IllegalStateException(name + " has epoch " + last.producerEpoch());
    }
    return last.producerId();
  }

  TransactionDescription describe() throws Exception {
    try (Admin admin = Admin.create(client)) {
      return admin.describeTransactions(List.of(name)).description(name).get();
    }
  }
}
