package io.facephys.operations.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;

/** The addresses at which Flink's processes show their metrics to Prometheus. */
final class ClusterMetrics {
  private static final int TIMEOUT_MILLIS = 1000;

  private ClusterMetrics() {}

  /** Finds {@code host:port} of each process that shows its metrics, by its name. */
  static Map<String, String> of(ClusterFolder folder) throws IOException {
    ClusterSettings settings = new ClusterSettings(folder);
    Map<String, String> addresses = new TreeMap<>();
    for (String name : folder.processes()) {
      if (ProcessCluster.isFlink(name) && listens(settings.metricsPort(name))) {
        addresses.put(name, ClusterSettings.LOOPBACK + ":" + settings.metricsPort(name));
      }
    }
    return addresses;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
