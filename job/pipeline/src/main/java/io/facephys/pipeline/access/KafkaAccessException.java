package io.facephys.pipeline.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when Kafka cannot be reached or refuses its user something; the message says what to do.
 */
public final class KafkaAccessException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** What was seen is not the cause, because people are shown the first cause of a failure. */
  private KafkaAccessException(String message, @Nullable Throwable seen) {
    super(message);
    if (seen != null) {
      addSuppressed(seen);
    }
  }

  /**
   * Says which rights on a resource are missing.
   *
   * @param kind the kind of the resource, as {@code kafka-acls.sh} names it: {@code topic}, {@code
   *     group}, {@code transactional-id}
   */
  static KafkaAccessException missing(
      Set<AclOperation> operations, String kind, String name, @Nullable Throwable cause) {
    String pattern = kind.equals("transactional-id") ? " --resource-pattern-type prefixed" : "";
    String options =
        operations.stream()
            .sorted()
            .map(operation -> "--operation " + SecurityUtils.operationName(operation))
            .collect(Collectors.joining(" "));
    return new KafkaAccessException(
        "Kafka's user may not %s on %s '%s', which the job needs. Allow it: kafka-acls.sh --add --allow-principal User:NAME %s --%s %s%s"
            .formatted(names(operations), kind, name, options, kind, name, pattern),
        cause);
  }

  private static String names(Set<AclOperation> operations) {
    return operations.stream()
        .sorted()
        .map(SecurityUtils::operationName)
        .collect(Collectors.joining(" and "));
  }

  /** Says what an exception of Kafka's client means for the person who set it up. */
  public static KafkaAccessException of(Throwable exception) {
    Throwable cause = ExceptionUtils.stripExecutionException(exception);
    return new KafkaAccessException(message(cause), cause);
  }

  private static String message(Throwable cause) {
    if (cause instanceof SslAuthenticationException) {
      return "TLS with Kafka fails (%s): the client properties must name a truststore (ssl.truststore.location) with the authority of the broker's certificate, and --bootstrap-servers a name that stands in that certificate"
          .formatted(root(cause).getMessage());
    }
    if (cause instanceof SaslAuthenticationException) {
      return "Kafka refuses its user (%s): correct sasl.mechanism, and name and password in sasl.jaas.config of the client properties"
          .formatted(cause.getMessage());
    }
    if (cause instanceof AuthorizationException) {
      return "Kafka refuses its user a right (%s): docker/README.md, \"Rights in Kafka\", lists what each user needs"
          .formatted(cause.getMessage());
    }
    if (cause instanceof TimeoutException) {
      return "no Kafka broker answers (%s): it must run at --bootstrap-servers, and if it wants TLS or a password, the client properties must set security.protocol"
          .formatted(cause.getMessage());
    }
    return "Kafka's client fails: " + root(cause);
  }

  private static Throwable root(Throwable exception) {
    return ExceptionUtils.findThrowable(exception, cause -> cause.getCause() == null).orElseThrow();
  }
}
