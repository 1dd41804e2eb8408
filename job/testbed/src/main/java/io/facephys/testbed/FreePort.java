package io.facephys.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** A port of 127.0.0.1 on which nothing listens. */
public final class FreePort {
  private FreePort() {}

  /**
   * Finds one.
   *
   * @param taken ports that were found before: the system may name one twice until it is used
   */
  public static int otherThan(Set<Integer> taken) throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (!taken.contains(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
