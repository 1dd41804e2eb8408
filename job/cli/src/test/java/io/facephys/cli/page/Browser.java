package io.facephys.cli.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that is installed on this machine; a test that needs one skips without. */
final class Browser implements AutoCloseable {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder
   * @param arguments more options of Chromium
   */
  static Browser start(Path profile, String... arguments) {
    return start(new LoggingPreferences(), profile, arguments);
  }

  /** Starts it and keeps what it does on the network. */
  static Browser startRecording(Path profile, String... arguments) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    return start(logs, profile, arguments);
  }

  private static Browser start(LoggingPreferences logs, Path profile, String... arguments) {
    assumeTrue(
        Files.isExecutable(DRIVER),
        DRIVER + " is not there; 'apt-get install chromium chromium-driver' brings it");
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    options.addArguments(arguments);
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** A screen of this size, and whether the system's colours are dark. */
  void show(int width, int height, boolean phone, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void open(String address) {
    driver.get(address);
  }

  /** The text of the first element that the selector finds; empty if it finds none. */
  String text(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .findFirst()
        .map(element -> element.getText())
        .orElse("");
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** Runs a script in the page; its result. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /** Runs a script that calls {@code arguments[0]} with its result. */
  Object await(String script) {
    return driver.executeAsyncScript(script);
  }

  /** A PNG of what is shown. */
  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** What the page has complained of since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getMessage())
        .toList();
  }

  /**
   * What the browser has done on the network since the last call: messages of DevTools, as JSON.
   */
  List<String> networkEvents() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> message.contains("\"Network."))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
