package io.facephys.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.facephys.cli.live.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what the page is made of; no browser needed. */
final class PageServerTest {
  private final BatchLog log = new BatchLog();
  private final DashboardOptions options = DashboardOptions.local();
  private final PageServer server = new PageServer(options, log);
  private final URI address = URI.create(server.address());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tokenInTheAddressBecomesACookieThatScriptsCannotRead() throws Exception {
    HttpResponse<String> response = get("/?token=" + options.token());

    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/");
    assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith(cookie())
        .contains("HttpOnly", "SameSite=Strict");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/index.html", "/app.js", "/uplot/dist/uPlot.iife.min.js", "/events"})
  void nothingIsShownWithoutTheToken(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(401);
    assertThat(get(path, "Cookie", cookie() + "x").statusCode()).isEqualTo(401);
    assertThat(get("/?token=wrong").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/app.js",
        "/card.js",
        "/detail.js",
        "/state.js",
        "/track.js",
        "/wave.js",
        "/style.css",
        "/icon.svg",
        "/uplot/dist/uPlot.iife.min.js",
        "/uplot/dist/uPlot.min.css"
      })
  void allPartsOfThePageComeFromThisServer(String path) throws Exception {
    HttpResponse<String> response = get(path, "Cookie", cookie());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self';");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void requestThatNamesAnotherHostIsRefused() throws Exception {
    assertThat(raw("attacker.example:" + address.getPort(), "")).startsWith("HTTP/1.1 403");
    assertThat(raw("127.0.0.1:" + address.getPort(), "")).startsWith("HTTP/1.1 200");
    assertThat(raw("localhost:" + address.getPort(), "")).startsWith("HTTP/1.1 200");
  }

  @Test
  void requestOfAnotherPageIsRefused() throws Exception {
    String host = "127.0.0.1:" + address.getPort();
    assertThat(raw(host, "Origin: http://attacker.example\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: http://127.0.0.1:1\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: null\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw(host, "Origin: http://" + host + "\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void streamBeginsWithASnapshotAndGoesOnWithChanges() throws Exception {
    publish("anna");
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient()
            .send(
                request("/events")
                    .header("Cookie", cookie())
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      var events = lines.filter(line -> line.matches("(event|data):.*")).iterator();

      assertThat(events.next()).isEqualTo("event: snapshot");
      assertThat(events.next()).contains("\"subject\":\"anna\"", "The colours show no pulse");
      publish("bert");
      assertThat(events.next()).isEqualTo("event: changes");
      assertThat(events.next()).contains("\"subject\":\"bert\"").doesNotContain("anna");
    }
  }

  @Test
  void nobodyElseOnTheNetworkSeesThePageWithoutAToken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardOptions.of("192.0.2.7", 0, null, null))
        .withMessageContaining("--bind is '192.0.2.7'")
        .withMessageContaining("--token");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardOptions.of("192.0.2.7", 0, null, "short"))
        .withMessageContaining("5 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DashboardOptions.of("0.0.0.0", 0, null, "0123456789abcdef"))
        .withMessageContaining("--host");
    assertThat(DashboardOptions.of("0.0.0.0", 0, "Ward-3", "0123456789abcdef").host())
        .isEqualTo("ward-3");
  }

  @Test
  void takenPortIsNamed() {
    DashboardOptions taken = DashboardOptions.of("127.0.0.1", address.getPort(), null, null);
    assertThatIllegalStateException()
        .isThrownBy(() -> new PageServer(taken, log))
        .withMessageContaining("--port " + address.getPort());
  }

  private void publish(String subjectId) {
    log.publish(
        new LiveFeed.Records(
            List.of(), List.of(Rows.withoutRate(subjectId, "NO_PULSE")), List.of()),
        null);
  }

  private String cookie() {
    return "%s-%d=%s".formatted(AccessRule.COOKIE, address.getPort(), options.token());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return HttpClient.newHttpClient()
        .send(
            (headers.length == 0 ? request : request.headers(headers)).build(),
            BodyHandlers.ofString());
  }

  /** The status line of a request with headers that Java's client does not let us set. */
  private String raw(String host, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      String request =
          "GET / HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n%sConnection: close\r\n\r\n"
              .formatted(host, cookie(), headers);
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
