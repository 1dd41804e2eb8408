package io.facephys.cli.page;

import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.SchemaRegistry;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The live page: its server, and the thread that reads the job's topics for it. It shows waves and
 * vital signs as they come, shows no faces, and stores nothing.
 */
public final class Dashboard implements AutoCloseable {
  private final PageServer server;
  private final LiveFeed feed;

  private Dashboard(PageServer server, LiveFeed feed) {
    this.server = server;
    this.feed = feed;
  }

  /**
   * Serves the page.
   *
   * @param client properties for Kafka clients
   * @param registry needed for records in the registry's format only
   * @throws IllegalStateException if the port is taken
   */
  public static Dashboard start(
      DashboardOptions options,
      Properties client,
      TopicNames topics,
      @Nullable SchemaRegistry registry) {
    BatchLog log = new BatchLog();
    PageServer server = new PageServer(options, log);
    try {
      return new Dashboard(server, new LiveFeed(client, topics, registry, log));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The address to open, with the token. */
  public String address() {
    return server.address();
  }

  /**
   * Checks that the page still gets records.
   *
   * @throws IllegalStateException if Kafka cannot be read any more
   */
  public void check() {
    feed.check();
  }

  @Override
  public void close() {
    feed.close();
    server.close();
  }
}
