package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The versions of the console's files, and the widgets of PrimeFaces that are served. */
class ConsoleFilesTest {
  private static final Pattern TAG = Pattern.compile("<p:([A-Za-z]+)");

  /** The widget of each component that pages use; empty for a component without script. */
  private static final Map<String, String> WIDGET_OF =
      Map.of(
          "commandButton", "CommandButton",
          "confirm", "",
          "confirmDialog", "ConfirmDialog",
          "inputText", "InputText",
          "messages", "",
          "outputLabel", "",
          "password", "Password");

  @Test
  @DisplayName("The version of a file changes with its content")
  void versions() {
    byte[] content = "a { color: red }".getBytes(StandardCharsets.UTF_8);
    assertEquals(ConsoleFiles.version(content), ConsoleFiles.version(content.clone()));
    content[4]++;
    assertNotEquals(
        ConsoleFiles.version("a { color: red }".getBytes(StandardCharsets.UTF_8)),
        ConsoleFiles.version(content));
  }

  @Test
  @DisplayName("The script of PrimeFaces has the widgets that pages use, and no others")
  void widgets() throws IOException {
    String all;
    try (InputStream script =
        getClass().getResourceAsStream("/META-INF/resources/primefaces/components.js")) {
      all = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
    String served = WidgetFilter.filter(all);
    assertTrue(served.length() < all.length() / 3, served.length() + " of " + all.length());
    for (String widget : WidgetFilter.WIDGETS) {
      assertTrue(served.contains("PrimeFaces.widget." + widget + "="), widget);
    }
    assertFalse(served.contains("PrimeFaces.widget.AutoComplete="));
    assertTrue(served.contains("PrimeFaces.confirmDialog"), "Code outside the widgets must stay.");
  }

  @Test
  @DisplayName("A page that uses another component of PrimeFaces needs its widget in WidgetFilter")
  void componentsOfPages() throws IOException {
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/webapp"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xhtml")).toList()) {
        TAG.matcher(Files.readString(file))
            .results()
            .map(tag -> tag.group(1))
            .filter(
                tag ->
                    !WIDGET_OF.getOrDefault(tag, "unknown").isEmpty()
                        && !WidgetFilter.WIDGETS.contains(WIDGET_OF.getOrDefault(tag, "unknown")))
            .forEach(missing::add);
      }
    }
    assertEquals(Set.of(), missing, "Add the widget to WidgetFilter, and the component here.");
  }
}
