package io.facephys.tests.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What a broker does by itself when time passes, done at once.
 *
 * @param client Kafka's properties
 */
record KafkaOperations(Properties client) {
  /** Aborts every open transaction of the job, as when the transaction timeout passes. */
  void abortOpenTransactions() throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.fenceProducers(openTransactions()).all().get();
    }
  }

  /** The ids of the transactions that are open. */
  List<String> openTransactions() throws Exception {
    return transactionalIds(Set.of(TransactionState.ONGOING));
  }

  /** The ids of the transactions in one of these states, or of all if there are none. */
  List<String> transactionalIds(Set<TransactionState> states) throws Exception {
    try (Admin admin = Admin.create(client)) {
      return admin
          .listTransactions(new ListTransactionsOptions().filterStates(states))
          .all()
          .get()
          .stream()
          .map(TransactionListing::transactionalId)
          .toList();
    }
  }

  /** Deletes all records of a topic, as retention does. */
  void deleteRecords(String topic) throws Exception {
    try (Admin admin = Admin.create(client)) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (TopicDescription description :
          admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        for (TopicPartitionInfo partition : description.partitions()) {
          all.put(
              new TopicPartition(topic, partition.partition()),
              RecordsToDelete.beforeOffset(-1)); // -1: the end
        }
      }
      admin.deleteRecords(all).all().get();
    }
  }
}
