package io.facephys.local.cluster;

import java.io.IOException;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * Main class of the child JVM: formats the storage, runs the broker, and ends when its standard
 * input does, so that it never outlives the process that started it.
 */
final class BrokerMain {
  private BrokerMain() {}

  /** Arguments: path of {@code server.properties}, cluster id. */
  public static void main(String[] arguments) {
    Thread watcher = new Thread(BrokerMain::haltWithParent, "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
    int formatted =
        StorageTool.execute(
            new String[] {"format", "-t", arguments[1], "-c", arguments[0]}, System.out);
    if (formatted != 0) {
      System.exit(formatted);
    }
    Kafka.main(new String[] {arguments[0]});
  }

  private static void haltWithParent() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe says the same as its end: the parent is gone.
    }
    // The data is temporary; an orderly shutdown would only take longer.
    Runtime.getRuntime().halt(0);
  }
}
