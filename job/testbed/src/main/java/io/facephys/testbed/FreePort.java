package io.facephys.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** Finds ports of 127.0.0.1 on which nothing listens. */
public final class FreePort {
  private FreePort() {}

  /**
   * A free port.
   *
   * @param taken ports that were found before: until one is in use, the system may give it again
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
