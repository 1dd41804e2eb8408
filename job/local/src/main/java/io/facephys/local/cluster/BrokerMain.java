package io.facephys.local.cluster;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** Main class of the broker's JVM: formats new storage, then runs the broker. */
final class BrokerMain {
  private BrokerMain() {}

  /** Arguments: path of {@code server.properties}, cluster id. */
  public static void main(String[] arguments) {
    int exitCode =
        StorageTool.execute(
            new String[] {"format", "-g", "-t", arguments[1], "-c", arguments[0]}, System.out);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
