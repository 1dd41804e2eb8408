package io.facephys.pipeline.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

final class TopicLimitsTest {
  /** Brokers before Kafka 3.6 have no limits of timestamps. */
  @Test
  void aSettingThatTheBrokerDoesNotHaveIsTheDefault() {
    Config old = new Config(List.of(new ConfigEntry("max.message.bytes", "70000")));

    assertThat(TopicLimits.number(old, "max.message.bytes", 1)).isEqualTo(70_000);
    assertThat(TopicLimits.number(old, "message.timestamp.after.max.ms", 3_600_000))
        .isEqualTo(3_600_000);
  }
}
