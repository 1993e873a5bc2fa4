package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A headless Chromium. Starting one takes seconds, so tests borrow one after the other: each gets
 * it without cookies, stored data and emulated settings of the previous one.
 */
final class Chromium {
  /** Ended with the JVM. */
  private static final Deque<Chromium> IDLE = new ArrayDeque<>();

  private static final Dimension SIZE = new Dimension(1280, 900);
  private static final Duration PAGE_LOAD_LIMIT = Duration.ofSeconds(30);

  // Selenium warns at each start about newer protocol versions, which the tests do not use.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> IDLE.forEach(Chromium::quit)));
  }

  private final Path profile;
  private final ChromeDriver driver;

  private Chromium() throws IOException {
    profile =
        Files.createTempDirectory(
            Files.createDirectories(ProjectFiles.file("target", "browsers")), "profile");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--window-size=" + SIZE.getWidth() + "," + SIZE.getHeight(),
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .withSilent(true)
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(PAGE_LOAD_LIMIT);
  }

  /** One that nobody else uses until it is given back. */
  static Chromium borrow() throws IOException {
    synchronized (IDLE) {
      if (!IDLE.isEmpty()) {
        return IDLE.pop();
      }
    }
    return new Chromium();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Clears what the test left and keeps the process for the next one. */
  void giveBack() {
    try {
      clear();
    } catch (WebDriverException e) {
      quit();
      return;
    }
    synchronized (IDLE) {
      IDLE.push(this);
    }
  }

  private void clear() {
    List<String> windows = List.copyOf(driver.getWindowHandles());
    for (String other : windows.subList(1, windows.size())) {
      driver.switchTo().window(other).close();
    }
    driver.switchTo().window(windows.get(0));
    if (driver.getCurrentUrl().startsWith("http")) {
      driver.executeScript("localStorage.clear()");
    }
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", ""));
    driver.executeCdpCommand("Browser.resetPermissions", Map.of());
    driver.manage().window().setSize(SIZE);
  }

  private void quit() {
    driver.quit();
    try {
      Folders.delete(profile);
    } catch (IOException e) {
      System.err.println("Not deleted: " + e);
    }
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The console is tested in Chromium, and there is no "
                        + name
                        + ". Install it (Debian: apt-get install chromium chromium-driver)."));
  }
}
