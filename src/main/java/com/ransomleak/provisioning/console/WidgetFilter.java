package com.ransomleak.provisioning.console;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves those widgets out of {@code components.js} of PrimeFaces that no page uses, which are four
 * fifths of the file. Each widget begins a line with its name, and ends before the next one.
 */
final class WidgetFilter {
  /** The widgets of the components that the pages use, and those that they extend. */
  static final Set<String> WIDGETS =
      Set.of("CommandButton", "ConfirmDialog", "Dialog", "InputText", "Password");

  private static final Pattern WIDGET =
      Pattern.compile(
          "^PrimeFaces\\.widget\\.([A-Za-z]+)=PrimeFaces\\.widget\\..*?(?=^PrimeFaces\\.widget\\.[A-Za-z]+=|\\z)",
          Pattern.MULTILINE | Pattern.DOTALL);

  private WidgetFilter() {}

  static String filter(String components) {
    return WIDGET
        .matcher(components)
        .replaceAll(
            widget ->
                WIDGETS.contains(widget.group(1)) ? Matcher.quoteReplacement(widget.group()) : "");
  }
}
