package io.facephys.cli.page;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is served, and to whom.
 *
 * @param bindAddress address of a network interface
 * @param port 0 means any free one
 * @param host lower-case name or address by which browsers reach the page
 * @param token who has it may look
 */
public record DashboardOptions(String bindAddress, int port, String host, String token) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> LOOPBACK_NAMES = Set.of(LOOPBACK, "localhost");
  private static final int TOKEN_BYTES = 24;
  private static final int MIN_TOKEN_CHARACTERS = 16;

  /** For browsers on this machine, on a free port, with a random token. */
  public static DashboardOptions local() {
    return of(LOOPBACK, 0, null, null);
  }

  /**
   * Validated options.
   *
   * @param host name by which browsers reach the page; null for the address
   * @param token null for a random one, which only a loopback address may have
   * @throws IllegalArgumentException if others on the network could look without a token
   */
  static DashboardOptions of(
      String bindAddress, int port, @Nullable String host, @Nullable String token) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("--port is %d; 0 to 65535 are allowed".formatted(port));
    }
    InetAddress address = parse(bindAddress);
    if (address.isAnyLocalAddress() && host == null) {
      throw new IllegalArgumentException(
          "--bind is '%s', every address of this machine; --host must say by which name browsers reach it"
              .formatted(bindAddress));
    }
    if (!address.isLoopbackAddress() && token == null) {
      throw new IllegalArgumentException(
          "--bind is '%s': others on the network could see vital signs. Give --token a secret of %d characters or more, or leave --bind out."
              .formatted(bindAddress, MIN_TOKEN_CHARACTERS));
    }
    if (token != null && !token.matches("[A-Za-z0-9_-]{%d,}".formatted(MIN_TOKEN_CHARACTERS))) {
      throw new IllegalArgumentException(
          "--token has %d characters; %d or more of A-Z, a-z, 0-9, - and _ are needed"
              .formatted(token.length(), MIN_TOKEN_CHARACTERS));
    }
    String shown = host == null ? bindAddress : host.toLowerCase(Locale.ROOT);
    return new DashboardOptions(bindAddress, port, shown, token == null ? randomToken() : token);
  }

  /** Whether a request may name this host, which is given in lower case and without a port. */
  boolean isHost(String name) {
    return name.equals(host) || LOOPBACK_NAMES.contains(name);
  }

  private static InetAddress parse(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "--bind is '%s'; an address of this machine is expected".formatted(address), e);
    }
  }

  private static String randomToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
