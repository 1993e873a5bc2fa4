package com.ransomleak.provisioning.monitoring;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.LogFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of the server's log for each event that operators look for, as {@code key=value} or
 * JSON. The lines contain ids, words and numbers, no names and no values of users.
 *
 * <p>Each kind of line appears at most {@value #MAX_PER_MINUTE} times a minute. The next line has
 * the number of those that were left out.
 */
@ApplicationScoped
public class EventLog {
  /** The name of the logger, for the configuration of the server. */
  public static final String LOGGER = "com.ransomleak.provisioning.events";

  private static final Logger LOG = System.getLogger(LOGGER);
  private static final int MAX_PER_MINUTE = 60;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/@+-]+");

  // The kinds have few values, because their parts have.
  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  private DeploymentSettings settings;

  protected EventLog() {}

  @Inject
  public EventLog(DeploymentSettings settings) {
    this.settings = settings;
  }

  /** How many lines of a kind there were since a time of {@link System#nanoTime()}. */
  private record Window(long start, int lines) {}

  /**
   * Writes a line.
   *
   * @param kind what is counted together for the limit: few values, no data of requests
   * @param event the first field
   * @param fields the others, in this order; fields without a value are left out
   */
  public void write(String kind, Level level, String event, Map<String, ?> fields) {
    int[] omitted = {0};
    Window window =
        windows.compute(
            kind,
            (key, last) -> {
              long now = System.nanoTime();
              if (last != null && now - last.start() < MINUTE) {
                return new Window(last.start(), last.lines() + 1);
              }
              omitted[0] = last == null ? 0 : Math.max(0, last.lines() - MAX_PER_MINUTE);
              return new Window(now, 1);
            });
    if (window.lines() > MAX_PER_MINUTE) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    fields.forEach(
        (key, value) -> {
          if (value != null) {
            line.put(key, value);
          }
        });
    if (omitted[0] > 0) {
      line.put("omitted", omitted[0]);
    }
    String text = settings.logFormat() == LogFormat.JSON ? json(line) : text(line);
    // Without parameters, so that braces have no meaning.
    LOG.log(level, text);
  }

  private static String text(Map<String, Object> line) {
    return line.entrySet().stream()
        .map(field -> field.getKey() + "=" + quoted(field.getValue().toString()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : ScimJson.string(value).toString();
  }

  private static String json(Map<String, Object> line) {
    JsonObjectBuilder object = ScimJson.object();
    line.forEach(
        (key, value) -> {
          if (value instanceof Number number) {
            object.add(key, number.longValue());
          } else {
            object.add(key, value.toString());
          }
        });
    return object.build().toString();
  }
}
