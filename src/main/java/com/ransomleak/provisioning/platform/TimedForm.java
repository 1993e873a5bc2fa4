package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Forms;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of the console whose parameters come from a {@link TimedRequest}: the server would read
 * a form without a limit of time, and write a line to its log for each malformed parameter.
 */
class TimedForm extends TimedRequest {
  private final boolean hasForm;
  private Map<String, String[]> parameters;

  TimedForm(HttpServletRequest request, Duration limit, EarlyResponse response) {
    super(request, limit, response);
    hasForm = request.getMethod().equals("POST") && Forms.isForm(request);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    if (parameters == null) {
      Map<String, List<String>> values = new LinkedHashMap<>();
      add(getQueryString(), values);
      if (hasForm) {
        add(form(), values);
      }
      Map<String, String[]> read = new LinkedHashMap<>();
      values.forEach((name, list) -> read.put(name, list.toArray(String[]::new)));
      parameters = Collections.unmodifiableMap(read);
    }
    return parameters;
  }

  @Override
  public String getParameter(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String[] getParameterValues(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  /** FormCheck rejects longer forms. */
  private String form() {
    try {
      return new String(getInputStream().readNBytes(Forms.MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(String encoded, Map<String, List<String>> values) {
    if (encoded == null) {
      return;
    }
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      try {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (!name.isEmpty()) {
          values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
      } catch (IllegalArgumentException malformed) {
        // Ignored, as servers do: no browser sends it.
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
