package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** What every page must meet in light and dark colors: accessibility (by axe), and texts. */
final class PageInspection {
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

  private final Browser browser;
  private final ChromeDriver driver;

  PageInspection(Browser browser, ChromeDriver driver) {
    this.browser = browser;
    this.driver = driver;
  }

  /** Checks the page and saves screenshots of it, in light and dark colors. */
  void inspect(String name) throws IOException {
    assertFalse(
        browser.find("html").getAttribute("innerHTML").contains("???"), "A text has no words.");
    Dimension size = driver.manage().window().getSize();
    long height =
        (Long) browser.script("return Math.max(document.documentElement.scrollHeight, 500)");
    // Axe does not check whether a stop of the Tab key has a name.
    assertFalse(
        browser.has("td[tabindex='0'], th[tabindex='0']"), "A table has a stop without a name.");
    assertTrue(
        !browser.has("#live") || browser.has("#pause:not([hidden])"),
        "A page that updates itself can be paused (WCAG 2.2.2).");
    browser.prefer("light");
    assertAccessible(name + " in light", ALL_RULES);
    browser.resize(size.getWidth(), (int) Math.min(height + 140, 4000));
    saveScreenshot(name);
    browser.prefer("dark");
    saveScreenshot(name + "-dark");
    browser.resize(size.getWidth(), size.getHeight());
    assertAccessible(name + " in dark", COLOR_RULES);
    browser.prefer("light");
  }

  private void saveScreenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** WCAG 2.2, levels A and AA, by axe; there are no exceptions. */
  private void assertAccessible(String page, Map<String, Object> rules) {
    if (!Boolean.TRUE.equals(browser.script("return Boolean(window.axe)"))) {
      browser.script(AXE);
    }
    Object violations =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})
              .then(result => done(result.violations.map(violation => violation.id + ': ' + violation.help + ' '
                + violation.nodes.map(node => node.html.substring(0, 200)
                  + ' ' + (node.failureSummary || '').substring(0, 300)).join(' | '))));
            """,
            rules);
    assertEquals(List.of(), violations, page);
  }

  private static String axe() {
    try (InputStream script = PageInspection.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Optional.ofNullable(script).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
