package io.facephys.tests;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclOperation;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.tools.AclCommand;

/**
 * The users and rights of docker/kubernetes/base/kafka-users.yaml, and those of docker/README.md.
 */
public final class UserRights {
  private static final Path FILE = TestClip.ROOT.resolve("docker/kubernetes/base/kafka-users.yaml");

  private static final Path README = TestClip.ROOT.resolve("docker/README.md");

  private UserRights() {}

  /** The names of the users. */
  public static List<String> users() throws IOException {
    return read().stream().map(user -> user.getMetadata().getName()).toList();
  }

  /** All rights of all users, one operation each. */
  public static List<AclBinding> all() throws IOException {
    List<AclBinding> rights = new ArrayList<>();
    for (KafkaUser user : read()) {
      String principal = "User:" + user.getMetadata().getName();
      var authorization = (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
      for (AclRule rule : authorization.getAcls()) {
        for (AclOperation operation : rule.getOperations()) {
          rights.add(
              new AclBinding(
                  pattern(rule.getResource()),
                  new AccessControlEntry(
                      principal,
                      "*",
                      SecurityUtils.operation(operation.toValue()),
                      AclPermissionType.ALLOW)));
        }
      }
    }
    return rights;
  }

  /** Gives the rights with the commands that docker/README.md has. */
  public static void grantAsDocumented(String bootstrapServers, Path adminProperties)
      throws IOException {
    Exit.setExitProcedure(
        (status, message) -> {
          throw new IllegalStateException("kafka-acls.sh ended with " + status);
        });
    try {
      for (String line : Files.readAllLines(README)) {
        if (line.startsWith("ACLS ")) {
          List<String> arguments =
              new ArrayList<>(
                  List.of(
                      "--bootstrap-server",
                      bootstrapServers,
                      "--command-config",
                      adminProperties.toString(),
                      "--add"));
          arguments.addAll(List.of(line.split(" ", -1)).subList(1, line.split(" ", -1).length));
          AclCommand.main(arguments.toArray(String[]::new));
        }
      }
    } finally {
      Exit.resetExitProcedure();
    }
  }

  private static ResourcePattern pattern(AclRuleResource resource) {
    if (resource instanceof AclRuleTopicResource topic) {
      return pattern(ResourceType.TOPIC, topic.getName(), topic.getPatternType());
    }
    if (resource instanceof AclRuleGroupResource group) {
      return pattern(ResourceType.GROUP, group.getName(), group.getPatternType());
    }
    var transactions = (AclRuleTransactionalIdResource) resource;
    return pattern(
        ResourceType.TRANSACTIONAL_ID, transactions.getName(), transactions.getPatternType());
  }

  private static ResourcePattern pattern(
      ResourceType type, String name, AclResourcePatternType pattern) {
    boolean prefix = pattern == AclResourcePatternType.PREFIX;
    return new ResourcePattern(type, name, prefix ? PatternType.PREFIXED : PatternType.LITERAL);
  }

  private static List<KafkaUser> read() throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    try (var users = mapper.readerFor(KafkaUser.class).<KafkaUser>readValues(FILE.toFile())) {
      return users.readAll();
    }
  }
}
