package io.facephys.cli.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A network camera that sends motion JPEG over HTTP, as most do: pictures without times. It sends
 * the pictures of a file for ever, and the file itself under another address.
 */
public final class MotionJpegCamera implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<byte[]> pictures;
  private final double framesPerSecond;
  private volatile boolean stalls;
  private volatile boolean hangsUp;

  private MotionJpegCamera(HttpServer server, List<byte[]> pictures, double framesPerSecond) {
    this.server = server;
    this.pictures = pictures;
    this.framesPerSecond = framesPerSecond;
  }

  /** Starts a camera that films what a raw motion JPEG file holds. */
  public static MotionJpegCamera start(Path file, double framesPerSecond) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MotionJpegCamera camera = new MotionJpegCamera(server, pictures(bytes), framesPerSecond);
    server.setExecutor(camera.threads);
    server.createContext("/camera", camera::film);
    server.createContext(
        "/file",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return camera;
  }

  /** Each begins with the bytes FF D8, which stand nowhere else in a JPEG. */
  private static List<byte[]> pictures(byte[] bytes) {
    List<byte[]> pictures = new ArrayList<>();
    int start = 0;
    for (int i = 2; i <= bytes.length; i++) {
      boolean end = i == bytes.length;
      if (end || (i + 1 < bytes.length && bytes[i] == (byte) 0xFF && bytes[i + 1] == (byte) 0xD8)) {
        pictures.add(Arrays.copyOfRange(bytes, start, i));
        start = i;
      }
    }
    return pictures;
  }

  private void film(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "multipart/x-mixed-replace; boundary=frame");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      long start = System.nanoTime();
      for (int i = 0; !hangsUp; i++) {
        LockSupport.parkNanos(start + (long) (i * 1e9 / framesPerSecond) - System.nanoTime());
        while (stalls) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        byte[] picture = pictures.get(i % pictures.size());
        out.write(
            "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                .formatted(picture.length)
                .getBytes(US_ASCII));
        out.write(picture);
        out.write("\r\n".getBytes(US_ASCII));
        out.flush();
      }
    }
  }

  /** The address of the stream. */
  public String address() {
    return "http://127.0.0.1:%d/camera".formatted(server.getAddress().getPort());
  }

  /** The address of the file. */
  public String fileAddress() {
    return "http://127.0.0.1:%d/file".formatted(server.getAddress().getPort());
  }

  /** Sends nothing from now on, and keeps the connection. */
  public void stall(boolean newStalls) {
    stalls = newStalls;
  }

  /** Ends all connections while true. */
  public void hangUp(boolean newHangsUp) {
    hangsUp = newHangsUp;
  }

  @Override
  public void close() {
    hangsUp = true;
    stalls = false;
    server.stop(0);
    threads.shutdownNow();
  }
}
