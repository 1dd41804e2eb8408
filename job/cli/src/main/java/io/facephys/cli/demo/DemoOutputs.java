package io.facephys.cli.demo;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.TopicReader;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the demo's job writes.
 *
 * @param waves its waves
 * @param rows its vital signs
 */
record DemoOutputs(TopicReader<PulseWaveform> waves, TopicReader<VitalSigns> rows)
    implements AutoCloseable {
  static DemoOutputs open(Properties client, TopicNames topics, @Nullable SchemaRegistry registry) {
    return new DemoOutputs(
        new TopicReader<>(
            client,
            topics.of(Topic.PULSE_WAVEFORMS),
            new MessageReader<>(PulseWaveform.class, registry),
            true),
        new TopicReader<>(
            client,
            topics.of(Topic.VITAL_SIGNS),
            new MessageReader<>(VitalSigns.class, registry),
            true));
  }

  @Override
  public void close() {
    waves.close();
    rows.close();
  }
}
