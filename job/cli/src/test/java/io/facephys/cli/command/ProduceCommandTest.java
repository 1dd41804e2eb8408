package io.facephys.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.TopicNames;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ProduceCommandTest {
  @Test
  void helpNamesEveryTopicThatIsCreated() {
    String help = new CommandLine(new ProduceCommand()).getUsageMessage().replaceAll("\\s+", " ");

    assertThat(help).contains(String.join(", ", TopicNames.DEFAULT.all()));
  }
}
