package io.facephys.operations.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The arguments of {@code java} with which Flink's scripts start its processes: options for memory
 * and modules from the configuration, the main class, and its arguments.
 */
final class FlinkArguments {
  private static final String JOB_MANAGER =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private final Configuration configuration;
  private final List<String> settings;

  /**
   * @param folder where {@code config.yaml} is
   * @param overrides settings that differ from that file
   */
  FlinkArguments(Path folder, Map<String, String> overrides) {
    this.configuration =
        GlobalConfiguration.loadConfiguration(folder.toString(), Configuration.fromMap(overrides));
    this.settings = new ArrayList<>(List.of("--configDir", folder.toString()));
    overrides.forEach((key, value) -> settings.add(setting(key, value)));
  }

  private static String setting(String key, Object value) {
    return "-D%s=%s".formatted(key, value);
  }

  /** Arguments of a JobManager in application mode. */
  List<String> ofJobManager(JobStart start, String mainClass, List<String> jobArguments) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = jvmOptions(CoreOptions.FLINK_JM_JVM_OPTIONS);
    arguments.addAll(words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration)));
    arguments.add(JOB_MANAGER);
    arguments.addAll(settings);
    arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.add(setting(CoreOptions.DEFAULT_PARALLELISM.key(), start.parallelism()));
    start.savepoint().ifPresent(path -> arguments.addAll(List.of("--fromSavepoint", path)));
    arguments.addAll(List.of("--job-classname", mainClass));
    arguments.addAll(jobArguments);
    return arguments;
  }

  /**
   * Arguments of a TaskManager.
   *
   * @param id stays the same when the TaskManager is started again, so that Flink knows it
   */
  List<String> ofTaskManager(String id) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = jvmOptions(CoreOptions.FLINK_TM_JVM_OPTIONS);
    arguments.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
    arguments.add(TASK_MANAGER);
    arguments.addAll(settings);
    arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    arguments.add(setting("taskmanager.resource-id", id));
    return arguments;
  }

  /** How many slots a TaskManager has. */
  int slots() {
    return configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
  }

  private List<String> jvmOptions(ConfigOption<String> ofProcess) {
    return new ArrayList<>(
        words(
            configuration.get(CoreOptions.FLINK_JVM_OPTIONS) + " " + configuration.get(ofProcess)));
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
