package io.facephys.testbed;

import java.util.ArrayList;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Main class of the broker's JVM: formats new storage, then runs the broker. */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Arguments: the path of {@code server.properties}, the cluster id, and further arguments of
   * {@code kafka-storage.sh format}.
   */
  public static void main(String[] arguments) {
    List<String> format =
        new ArrayList<>(List.of("format", "-g", "-t", arguments[1], "-c", arguments[0]));
    format.addAll(List.of(arguments).subList(2, arguments.length));
    int exitCode = StorageTool.execute(format.toArray(String[]::new), System.out);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
