package io.facephys.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.arguments.JobCommandLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.GlobalPartitioner;
import org.junit.jupiter.api.Test;
import org.rocksdb.CompressionType;

/** The job's graph and settings; nothing runs. */
class FacePhysJobTest {
  @Test
  void operatorsHaveTheFrozenUids() {
    assertThat(graph(new Configuration()).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "face-chunks",
            "places",
            "retention-watch",
            "decode",
            "face-chunks-arrivals",
            "face-control",
            "decode-control",
            "face-control-arrivals",
            "pulse",
            "face-events",
            "Sink Committer: face-events",
            "pulse-waveforms",
            "Sink Committer: pulse-waveforms",
            "dead-letters",
            "Sink Committer: dead-letters",
            "vitals",
            "vital-signs",
            "Sink Committer: vital-signs",
            "pulse-beats",
            "Sink Committer: pulse-beats");
  }

  @Test
  void operatorsHaveNamesForPeople() {
    assertThat(graph(new Configuration()).getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .containsExactlyInAnyOrder(
            "Source: face-chunks",
            "places",
            "retention-watch",
            "decode",
            "face-chunks-arrivals",
            "Source: face-control",
            "decode-control",
            "face-control-arrivals",
            "pulse",
            "face-events: Writer",
            "face-events: Committer",
            "pulse-waveforms: Writer",
            "pulse-waveforms: Committer",
            "dead-letters: Writer",
            "dead-letters: Committer",
            "vitals",
            "vital-signs: Writer",
            "vital-signs: Committer",
            "pulse-beats: Writer",
            "pulse-beats: Committer");
  }

  @Test
  void withoutVitalSignsTheJobHasWavesOnly() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    String[] none = {"--vitals=none"};
    FacePhysJob.build(environment, JobCommandLine.parse(none, Map.of()).orElseThrow());

    assertThat(environment.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("pulse-waveforms")
        .doesNotContain("vitals", "vital-signs", "pulse-beats");
  }

  @Test
  void keyGroupsAreThoseOfTheOptions() {
    assertThat(graph(new Configuration()).getStreamNodes())
        .filteredOn(node -> "pulse".equals(node.getTransformationUID()))
        .extracting(StreamNode::getMaxParallelism)
        .containsExactly(1024);
  }

  /** In a source's vertex its union state would make Flink refuse a stop now and then. */
  @Test
  void retentionWatchIsTheOnlyOneAndNotInTheSourcesVertex() {
    StreamGraph graph = graph(new Configuration().set(CoreOptions.DEFAULT_PARALLELISM, 4));

    assertThat(graph.getJobGraph().getVertices())
        .filteredOn(vertex -> vertex.getName().contains("retention-watch"))
        .singleElement()
        .satisfies(
            vertex -> {
              assertThat(vertex.getName()).isEqualTo("retention-watch");
              assertThat(vertex.getParallelism()).isEqualTo(1);
            });
  }

  /** Between tasks a transaction loses its producer, by which the committer knows a new one. */
  @Test
  void aSinkIsChainedToItsCommitterWhateverFlinkIsTold() {
    StreamGraph graph = graph(new Configuration().set(PipelineOptions.OPERATOR_CHAINING, false));

    assertThat(graph.getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anyMatch(name -> name.contains("pulse-waveforms: Writer -> pulse-waveforms: Committer"));
  }

  /** Where Flink chooses the parallelism, there are several, and one must see all partitions. */
  @Test
  void oneSubtaskOfTheRetentionWatchSeesAllPartitions() {
    StreamGraph graph = graph(new Configuration());

    assertThat(graph.getStreamNodes())
        .filteredOn(node -> "retention-watch".equals(node.getTransformationUID()))
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.getInEdges())
                    .singleElement()
                    .extracting(StreamEdge::getPartitioner)
                    .isInstanceOf(GlobalPartitioner.class));
  }

  @Test
  void jobDemandsUidsExactlyOnceAndNoKryo() {
    Configuration given = new Configuration();
    given.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    given.set(PipelineOptions.GENERIC_TYPES, true);

    ReadableConfig configuration = build(given).getConfiguration();

    assertThat(configuration.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
    assertThat(configuration.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
  }

  @Test
  void silentConfigurationGetsUncompressedRocksDbAndACheckpointEveryTenSeconds() {
    ReadableConfig configuration = build(new Configuration()).getConfiguration();

    assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(configuration.get(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL))
        .containsExactly(CompressionType.NO_COMPRESSION);
    assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void flinksOwnConfigurationWinsOverTheJobsDefaults() {
    Configuration given = new Configuration();
    given.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    given.set(
        RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, List.of(CompressionType.LZ4_COMPRESSION));
    given.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
    given.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(3));

    ReadableConfig configuration = build(given).getConfiguration();

    assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
    assertThat(configuration.get(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL))
        .containsExactly(CompressionType.LZ4_COMPRESSION);
    assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isFalse();
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofMinutes(3));
  }

  private static StreamGraph graph(Configuration given) {
    return build(given).getStreamGraph();
  }

  private static StreamExecutionEnvironment build(Configuration given) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(given);
    FacePhysJob.build(environment, JobCommandLine.parse(new String[0], Map.of()).orElseThrow());
    return environment;
  }
}
