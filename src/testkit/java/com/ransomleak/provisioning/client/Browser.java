package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Headless Chromium at a tenant's console. Needs the programs {@code chromium} and {@code
 * chromedriver} on the path (Debian: packages chromium and chromium-driver); without them, tests
 * fail with a message.
 */
public final class Browser implements AutoCloseable {
  /** Meets all password rules. */
  public static final String PASSWORD = "quartz lantern gondola 47";

  public static final String ADMINISTRATOR = "admin@example.com";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path SCREENSHOTS = ProjectFiles.file("target", "screenshots");
  private static final String AXE = axe();
  private static final Map<String, Object> ALL_RULES =
      Map.of(
          "type",
          "tag",
          "values",
          List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"));

  /** The rules that the dark style sheet can break, because it changes nothing but colors. */
  private static final Map<String, Object> COLOR_RULES =
      Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"));

  private final String tenant;
  private final Chromium chromium;
  private final ChromeDriver driver;

  private Browser(String tenant) throws IOException {
    this.tenant = tenant;
    chromium = Chromium.borrow();
    driver = chromium.driver();
  }

  /** At the tenant's console, not signed in. */
  public static Browser at(String tenant) {
    RunningServer.get();
    try {
      return new Browser(tenant);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signed in as the tenant's first administrator. */
  public static Browser administrator(String tenant) {
    return signedIn(tenant, ADMINISTRATOR);
  }

  /** Signed in as a user who can sign in. */
  public static Browser signedIn(String tenant, String userName) {
    ConsoleClient.at(tenant).signedIn(userName);
    Browser browser = at(tenant);
    browser.open("/sign-in");
    browser.type("userName", userName);
    browser.type("password", PASSWORD);
    browser.submit("signIn");
    if (browser.has("#acknowledge")) {
      browser.submit("acknowledge");
      browser.open("/");
    }
    return browser;
  }

  /** The tenant's console, without a slash at its end. */
  public String origin() {
    return "http://" + RunningServer.get().host(tenant);
  }

  public void open(String path) {
    // A change after the # alone would not load the page.
    driver.get("about:blank");
    driver.get(origin() + path);
  }

  /** A page of another host of the same server. */
  public void openHost(String host, String path) {
    driver.get("http://" + RunningServer.get().host(host) + path);
  }

  public void reload() {
    driver.navigate().refresh();
  }

  /** The path of the page that is shown, with its query. */
  public String path() {
    return driver.getCurrentUrl().replace(origin(), "");
  }

  public WebElement find(String css) {
    return new WebDriverWait(driver, PATIENCE)
        .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(css)));
  }

  public WebElement visible(String css) {
    return new WebDriverWait(driver, PATIENCE)
        .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
  }

  public boolean has(String css) {
    return !driver.findElements(By.cssSelector(css)).isEmpty();
  }

  /** The visible text of the page. */
  public String text() {
    return find("body").getText();
  }

  /** The visible title of the page. */
  public String heading() {
    return find("h1").getText();
  }

  /** The message about the last action, or empty. */
  public String message() {
    return driver.findElements(By.cssSelector("#messages")).stream()
        // Not getText(), which is empty while the message fades in.
        .map(messages -> messages.getDomProperty("innerText").strip())
        .findFirst()
        .orElse("");
  }

  public void type(String id, String text) {
    WebElement field = visible("#" + id);
    field.clear();
    field.sendKeys(text);
  }

  /** Chooses an option by its value. */
  public void select(String id, String value) {
    click("#" + id + " option[value='" + value + "']");
  }

  public void click(String css) {
    visible(css).click();
  }

  /** Moves the pointer over an element. */
  public void hover(String css) {
    new Actions(driver).moveToElement(visible(css)).perform();
  }

  /** Presses a button and waits for the next page. */
  public void submit(String id) {
    submitBy("#" + id);
  }

  public void submitBy(String css) {
    submit(visible(css)::click);
  }

  /** Double-clicks a button and waits for the next page. */
  public void submitTwice(String id) {
    WebElement button = visible("#" + id);
    submit(() -> new Actions(driver).doubleClick(button).perform());
  }

  /** Does what leaves the page, and waits for the next one. */
  public void submit(Runnable click) {
    script("window.left = true");
    click.run();
    new WebDriverWait(driver, PATIENCE)
        .ignoring(WebDriverException.class)
        .until(
            any ->
                (Boolean)
                    script(
                        "return !window.left && location.protocol !== 'about:'"
                            + " && document.readyState === 'complete'"));
  }

  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  public String cookie() {
    return driver.manage().getCookies().stream()
        .filter(cookie -> cookie.getName().endsWith("provisioning-session"))
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .findFirst()
        .orElseThrow();
  }

  /** Sets the color scheme: light or dark. */
  public void prefer(String colours) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  /** Shows the page as on paper, until {@link #prefer}. */
  public void print() {
    script("dispatchEvent(new Event('beforeprint'))");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
  }

  /** Sets the time zone. */
  public void moveTo(ZoneId zone) {
    driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone.getId()));
  }

  /** Delays each request from now on; zero for no delay. */
  public void delay(Duration latency) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            latency.toMillis(),
            "downloadThroughput",
            -1,
            "uploadThroughput",
            -1));
  }

  /** The content of the clipboard. */
  public Object clipboard() {
    driver.executeCdpCommand(
        "Browser.grantPermissions", Map.of("permissions", List.of("clipboardReadWrite")));
    return driver.executeAsyncScript(
        "navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))");
  }

  public void press(CharSequence key) {
    new Actions(driver).sendKeys(key).perform();
  }

  public void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Checks the page and saves screenshots of it, in light and dark colors. */
  public void inspect(String name) throws IOException {
    assertFalse(find("html").getAttribute("innerHTML").contains("???"), "A text has no words.");
    Dimension size = driver.manage().window().getSize();
    long height = (Long) script("return Math.max(document.documentElement.scrollHeight, 500)");
    // Axe does not check whether a stop of the Tab key has a name.
    assertFalse(has("td[tabindex='0'], th[tabindex='0']"), "A table has a stop without a name.");
    prefer("light");
    assertAccessible(name + " in light", ALL_RULES);
    resize(size.getWidth(), (int) Math.min(height + 140, 4000));
    saveScreenshot(name);
    prefer("dark");
    saveScreenshot(name + "-dark");
    resize(size.getWidth(), size.getHeight());
    assertAccessible(name + " in dark", COLOR_RULES);
    prefer("light");
  }

  private void saveScreenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** WCAG 2.2, levels A and AA, by axe; there are no exceptions. */
  private void assertAccessible(String page, Map<String, Object> rules) {
    script(AXE);
    Object violations =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0]})
              .then(result => done(result.violations.map(violation => violation.id + ': ' + violation.help + ' '
                + violation.nodes.map(node => node.html.substring(0, 200)
                  + ' ' + (node.failureSummary || '').substring(0, 300)).join(' | '))));
            """,
            rules);
    assertEquals(List.of(), violations, page);
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Optional.ofNullable(script).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the Chromium back; what the test left there is cleared. */
  @Override
  public void close() {
    chromium.giveBack();
  }
}
