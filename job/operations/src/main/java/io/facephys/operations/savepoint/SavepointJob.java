package io.facephys.operations.savepoint;

import io.facephys.console.OwnerOnly;
import io.facephys.console.TemporaryFolder;
import io.facephys.pipeline.delivery.JournaledRecords;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.testbed.FlinkPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.collect.CollectSinkOperatorFactory;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads and rewrites a savepoint with Flink's State Processor API, in this JVM. Closing it deletes
 * the temporary files, which hold states.
 */
final class SavepointJob implements AutoCloseable {
  private static final MemorySize MAX_SUBJECT_SIZE = MemorySize.ofMebiBytes(1024);
  private static final MemorySize ROCKSDB_MEMORY = MemorySize.ofMebiBytes(512);

  private final SubjectSavepoint savepoint;
  private final TemporaryFolder folder;
  private final StreamExecutionEnvironment environment;

  SavepointJob(SubjectSavepoint savepoint) throws IOException {
    this.savepoint = savepoint;
    this.folder = TemporaryFolder.create("facephys-state");
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    configuration.set(CoreOptions.TMP_DIRS, folder.path().toString());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, ROCKSDB_MEMORY);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(CollectSinkOperatorFactory.MAX_BATCH_SIZE, MAX_SUBJECT_SIZE);
    this.environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
  }

  /**
   * Reads what an operator stores of each subject, through a function that makes it smaller.
   *
   * @param progress gets the number of subjects read so far
   */
  <R> List<R> collect(
      SubjectOperator operator,
      MapFunction<StoredSubject, R> function,
      Class<R> type,
      IntConsumer progress)
      throws Exception {
    List<R> all = new ArrayList<>();
    DataStream<R> stream = subjects(operator).map(function).returns(TypeInformation.of(type));
    try (CloseableIterator<R> results = stream.executeAndCollect()) {
      while (results.hasNext()) {
        all.add(results.next());
        progress.accept(all.size());
      }
    }
    return all;
  }

  /** Reads what an operator stores of one subject; empty if it stores nothing. */
  List<StoredSubject> find(SubjectOperator operator, String subjectId) throws Exception {
    List<StoredSubject> found = new ArrayList<>();
    FilterFunction<StoredSubject> wanted = subject -> subject.subjectId().equals(subjectId);
    try (CloseableIterator<StoredSubject> results =
        subjects(operator).filter(wanted).executeAndCollect()) {
      results.forEachRemaining(found::add);
    }
    return found;
  }

  private DataStream<StoredSubject> subjects(SubjectOperator operator) throws IOException {
    return SavepointReader.read(environment, savepoint.uri())
        .readKeyedState(
            operator.id(),
            new SubjectReader(operator.states()),
            Types.STRING,
            TypeInformation.of(StoredSubject.class));
  }

  /** Writes a new savepoint without a subject; all else is as it was. */
  void writeWithout(String subjectId, Path target) throws Exception {
    SavepointWriter writer = SavepointWriter.fromExistingSavepoint(environment, savepoint.uri());
    FilterFunction<StoredSubject> others = subject -> !subject.subjectId().equals(subjectId);
    for (SubjectOperator operator : savepoint.operators()) {
      replace(writer, operator, subjects(operator).filter(others));
    }
    MapFunction<byte[], byte[]> without = state -> JournaledRecords.without(state, subjectId);
    for (var journal : savepoint.journals()) {
      DataStream<byte[]> states =
          SavepointReader.read(environment, savepoint.uri())
              .readListState(
                  journal,
                  SubjectSavepoint.WRITER_STATES,
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
              .map(without)
              .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
      writer
          .removeOperator(journal)
          .withOperator(
              journal,
              OperatorTransformation.bootstrapWith(states, savepoint.checkpointId())
                  .transform(new RecordWriter()));
    }
    write(writer, target);
  }

  /** Writes a new savepoint without any model state; all else is as it was. */
  void writeWithoutModelStates(Path target) throws Exception {
    SavepointWriter writer = SavepointWriter.fromExistingSavepoint(environment, savepoint.uri());
    for (SubjectOperator operator : savepoint.operators()) {
      if (operator.has(CameraStates.CAMERA_SSM_STATE)) {
        DataStream<StoredSubject> subjects = subjects(operator);
        replace(writer, operator.without(CameraStates.CAMERA_SSM_STATE), subjects);
      }
    }
    write(writer, target);
  }

  /** Writes a new savepoint that also has a subject; all else is as it was. */
  void writeWith(SubjectFile subject, Path target) throws Exception {
    SavepointWriter writer = SavepointWriter.fromExistingSavepoint(environment, savepoint.uri());
    for (SubjectOperator operator : savepoint.operators()) {
      SubjectFile.Part part = subject.operators().get(operator.hash());
      if (part != null) {
        DataStream<StoredSubject> one =
            environment.fromData(TypeInformation.of(StoredSubject.class), part.subject());
        replace(writer, operator, subjects(operator).union(one));
      }
    }
    write(writer, target);
  }

  private void replace(
      SavepointWriter writer, SubjectOperator operator, DataStream<StoredSubject> subjects) {
    writer
        .removeOperator(operator.id())
        .withOperator(
            operator.id(),
            OperatorTransformation.bootstrapWith(subjects, savepoint.checkpointId())
                .setMaxParallelism(operator.maxParallelism())
                .keyBy(StoredSubject::subjectId, Types.STRING)
                .transform(new SubjectWriter(operator)));
  }

  private void write(SavepointWriter writer, Path target) throws Exception {
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          "'%s' exists already; --out names a new folder".formatted(target));
    }
    OwnerOnly.createFolder(target);
    writer.write(FlinkPath.of(target));
    environment.execute("new savepoint");
  }

  @Override
  public void close() throws Exception {
    environment.close();
    folder.close();
  }
}
