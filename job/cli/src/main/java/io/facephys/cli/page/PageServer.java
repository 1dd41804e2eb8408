package io.facephys.cli.page;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.sse.SseClient;
import io.javalin.http.staticfiles.Location;
import io.javalin.http.staticfiles.StaticFileConfig;
import io.javalin.util.JavalinBindException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, its scripts and the stream of batches to those whom {@link AccessRule} lets in.
 * Each open page keeps one of the server's threads.
 */
final class PageServer implements AutoCloseable {
  private static final int MAX_PAGES = 32;
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30";

  private final BatchLog log;
  private final DashboardOptions options;
  private final Semaphore freeStreams = new Semaphore(MAX_PAGES);
  private final Javalin server;
  private volatile boolean closed;

  /**
   * @throws IllegalStateException if the port is taken
   */
  PageServer(DashboardOptions options, BatchLog log) {
    this.options = options;
    this.log = log;
    this.server = Javalin.create(this::configure);
    try {
      server.start(options.bindAddress(), options.port());
    } catch (JavalinBindException e) {
      throw new IllegalStateException(
          "--bind '%s' and --port %d cannot be used (%s); leave --port out for a free one"
              .formatted(options.bindAddress(), options.port(), e.getMessage()),
          e);
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.staticFiles.add(files -> resources(files, "/", "/io/facephys/cli/page"));
    config.staticFiles.add(files -> resources(files, "/uplot", UPLOT));
    config.routes.before(new AccessRule(options));
    config.routes.sse("/events", this::stream);
  }

  private static void resources(StaticFileConfig files, String path, String directory) {
    files.hostedPath = path;
    files.directory = directory;
    files.location = Location.CLASSPATH;
    files.headers = Map.of("Cache-Control", "no-store");
  }

  /** Sends a snapshot and then each batch, until the page is gone. */
  private void stream(SseClient page) {
    if (!freeStreams.tryAcquire()) {
      throw new ServiceUnavailableResponse("%d pages are open already".formatted(MAX_PAGES));
    }
    try {
      BatchLog.@Nullable Batch batch = log.snapshot();
      long seen = -1;
      while (!closed && !page.terminated()) {
        if (batch == null) {
          page.sendComment("still here");
        } else {
          page.sendEvent(batch.snapshot() ? "snapshot" : "changes", batch.json());
          seen = batch.number();
        }
        batch = log.after(seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      freeStreams.release();
    }
  }

  /** The address to open, with the token. */
  String address() {
    return "http://%s:%d/?token=%s".formatted(options.host(), server.port(), options.token());
  }

  @Override
  public void close() {
    closed = true;
    server.stop();
  }
}
