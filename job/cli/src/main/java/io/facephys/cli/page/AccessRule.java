package io.facephys.cli.page;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses whoever may not look. A request must name this server (against DNS rebinding), must not
 * come from another page, and must carry the token: once in the address, from then on in a cookie
 * that scripts cannot read.
 */
final class AccessRule implements Handler {
  static final String COOKIE = "facephys-dashboard";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "X-Content-Type-Options",
          "nosniff");

  private final DashboardOptions options;

  AccessRule(DashboardOptions options) {
    this.options = options;
  }

  @Override
  public void handle(Context request) {
    HEADERS.forEach(request::header);
    String host = request.header("Host");
    if (host == null || !options.isHost(withoutPort(host))) {
      throw new ForbiddenResponse(
          "The request names the host '%s', which is not this page's; --host sets it."
              .formatted(host));
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new ForbiddenResponse("Another page, '%s', sent this request.".formatted(origin));
    }
    String token = request.queryParam("token");
    if (token != null && request.path().equals("/")) {
      signIn(request, token);
    } else if (!isToken(request.cookie(cookie(request)))) {
      throw new UnauthorizedResponse(
          "Open the address that the command printed; it holds a token.");
    }
  }

  private void signIn(Context request, String token) {
    if (!isToken(token)) {
      throw new UnauthorizedResponse(
          "The token in the address is not the one that the command printed.");
    }
    Cookie cookie = new Cookie(cookie(request), token);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    request.cookie(cookie);
    request.redirect("/", HttpStatus.SEE_OTHER); // takes the token out of the address
    request.skipRemainingHandlers();
  }

  /** Browsers do not keep the cookies of several ports apart. */
  private static String cookie(Context request) {
    return COOKIE + "-" + request.port();
  }

  private boolean isToken(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            options.token().getBytes(StandardCharsets.UTF_8));
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }
}
