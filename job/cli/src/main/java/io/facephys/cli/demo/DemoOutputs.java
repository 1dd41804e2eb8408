package io.facephys.cli.demo;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.TopicReader;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The waves and vital signs that the demo's job writes. */
record DemoOutputs(TopicReader<PulseWaveform> waves, TopicReader<VitalSigns> rows)
    implements AutoCloseable {
  static DemoOutputs open(Properties client, TopicNames topics, @Nullable SchemaRegistry registry) {
    return new DemoOutputs(
        new TopicReader<>(
            client, topics.of(Topic.PULSE_WAVEFORMS), PulseWaveform.class, registry, true),
        new TopicReader<>(client, topics.of(Topic.VITAL_SIGNS), VitalSigns.class, registry, true));
  }

  @Override
  public void close() {
    waves.close();
    rows.close();
  }
}
