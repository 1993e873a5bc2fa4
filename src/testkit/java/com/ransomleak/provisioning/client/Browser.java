package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
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
    if (path.contains("#")) {
      // A change after the # alone would not load the page.
      driver.get("about:blank");
    }
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
    new PageInspection(this, driver).inspect(name);
  }

  /** Gives the Chromium back; what the test left there is cleared. */
  @Override
  public void close() {
    chromium.giveBack();
  }
}
