package io.facephys.pipeline.access;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.facephys.engine.Internal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka whether the job's user has the rights that the job needs, before the job uses them:
 * Kafka's own message about a missing right names neither the right nor, for transactions, the
 * resource. Where Kafka has no access control, everything is allowed.
 */
@Internal
public final class KafkaRights {
  private final Admin admin;

  public KafkaRights(Admin admin) {
    this.admin = admin;
  }

  /**
   * Checks that the job may read a topic.
   *
   * @param groups the consumer groups whose offsets the job reads and writes
   * @throws KafkaAccessException if a right is missing, or if Kafka does not answer
   */
  public void checkInput(String topic, List<String> groups) throws InterruptedException {
    check(topic, Set.of(READ));
    for (String group : groups) {
      checkGroup(group);
    }
  }

  /**
   * Checks that the job may write to a topic and read the topic's limits.
   *
   * @param transactions the prefix of transactional ids; null without transactions. With them the
   *     job also reads the topic, because after a restart it looks up what Kafka has
   * @throws KafkaAccessException if a right is missing, or if Kafka does not answer
   */
  public void checkOutput(String topic, @Nullable String transactions) throws InterruptedException {
    check(
        topic,
        transactions == null
            ? Set.of(WRITE, DESCRIBE_CONFIGS)
            : Set.of(WRITE, DESCRIBE_CONFIGS, READ));
    if (transactions != null) {
      checkTransactions(transactions);
    }
  }

  private void check(String topic, Set<AclOperation> needed) throws InterruptedException {
    try {
      TopicDescription description =
          Objects.requireNonNull(
              admin
                  .describeTopics(
                      List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .allTopicNames()
                  .get()
                  .get(topic));
      Set<AclOperation> allowed = description.authorizedOperations();
      if (allowed == null) {
        return; // this broker does not say what is allowed
      }
      Set<AclOperation> missing = EnumSet.copyOf(needed);
      missing.removeAll(allowed);
      if (!missing.isEmpty()) {
        throw KafkaAccessException.missing(missing, "topic", topic, null);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TopicAuthorizationException
          ? KafkaAccessException.missing(needed, "topic", topic, e.getCause())
          : KafkaAccessException.of(e);
    }
  }

  private void checkGroup(String group) throws InterruptedException {
    try {
      admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GroupAuthorizationException
          ? KafkaAccessException.missing(Set.of(READ), "group", group, e.getCause())
          : KafkaAccessException.of(e);
    }
  }

  private void checkTransactions(String prefix) throws InterruptedException {
    try {
      admin.describeTransactions(List.of(prefix)).description(prefix).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdAuthorizationException) {
        throw KafkaAccessException.missing(Set.of(WRITE), "transactional-id", prefix, e.getCause());
      }
      if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
        throw KafkaAccessException.of(e);
      }
    }
  }
}
