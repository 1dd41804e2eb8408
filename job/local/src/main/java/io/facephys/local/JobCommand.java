package io.facephys.local;

import io.facephys.pipeline.FacePhysJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facephys job}: the job in this JVM, against any Kafka. */
@Command(
    name = "job",
    description =
        "Run the job on this machine, without a cluster, against any Kafka ('job --help' lists its options).")
final class JobCommand implements Callable<Integer> {
  @Parameters(hidden = true)
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    System.err.println("Running the job in this JVM; Ctrl-C ends it");
    FacePhysJob.main(arguments.toArray(String[]::new));
    return 0;
  }
}
