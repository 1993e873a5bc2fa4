package com.ransomleak.provisioning.settings;

import static java.util.Map.entry;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** Reads a record of settings from MicroProfile Config. Errors start with the key. */
final class SettingsReader {
  /** A parser throws a RuntimeException when the text is not a value of the type. */
  private static final Map<Class<?>, Function<String, ?>> PARSERS =
      Map.ofEntries(
          entry(String.class, text -> text),
          entry(Duration.class, Duration::parse),
          entry(int.class, Integer::valueOf),
          entry(Integer.class, Integer::valueOf),
          entry(long.class, Long::valueOf),
          entry(boolean.class, SettingsReader::parseBoolean),
          entry(List.class, SettingsReader::parseList),
          entry(Map.class, TeamAliases::parse),
          entry(NetworkList.class, NetworkList::parse),
          entry(LogFormat.class, LogFormat::parse),
          entry(SchemaRegistry.class, SchemaRegistry::with),
          entry(SchemasFile.class, SchemasFile::new));

  /** Types whose errors say only which values are allowed. */
  private static final Map<Class<?>, String> EXPECTED =
      Map.of(
          Duration.class, "an ISO-8601 duration",
          int.class, "a whole number",
          Integer.class, "a whole number",
          long.class, "a whole number",
          boolean.class, "true or false");

  private SettingsReader() {}

  /**
   * Reads all components. The record's constructor throws an {@link IllegalArgumentException} when
   * values do not fit together; its message starts with the name of a setting.
   *
   * @param prefixes where to look, in this order: {@code tenant.acme.}, {@code tenant.default.}
   * @throws IllegalStateException when a value is invalid or missing
   */
  static <R extends Record> R read(Class<R> type, Config config, String... prefixes) {
    Object[] values =
        Arrays.stream(type.getRecordComponents())
            .map(each -> value(each, config, prefixes))
            .toArray();
    try {
      return constructor(type).newInstance(values);
    } catch (InvocationTargetException e) {
      String message = e.getCause().getMessage();
      throw new IllegalStateException(
          prefix(config, message.split(":", 2)[0], prefixes) + message, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The same settings with another value of one of them.
   *
   * @throws IllegalStateException when the value is invalid
   */
  static <R extends Record> R with(Class<R> type, R settings, String name, String text) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        if (name(components[i]).equals(name)) {
          Object value = parse(name, components[i], text);
          values[i] = components[i].getType() == Optional.class ? Optional.of(value) : value;
        } else {
          values[i] = components[i].getAccessor().invoke(settings);
        }
      }
      return constructor(type).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <R extends Record> Constructor<R> constructor(Class<R> type)
      throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  /** The first prefix under which the setting has a value, or the first of all. */
  private static String prefix(Config config, String name, String... prefixes) {
    return Arrays.stream(prefixes)
        .filter(prefix -> config.getOptionalValue(prefix + name, String.class).isPresent())
        .findFirst()
        .orElse(prefixes[0]);
  }

  /** {@code session-idle-time} for the component {@code sessionIdleTime}. */
  static String name(RecordComponent component) {
    return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The type of the value, also when it is optional. */
  static Class<?> type(RecordComponent component) {
    return component.getType() == Optional.class
        ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
        : component.getType();
  }

  private static Object value(RecordComponent component, Config config, String... prefixes) {
    Setting setting = component.getAnnotation(Setting.class);
    boolean optional = component.getType() == Optional.class;
    for (String prefix : setting.isOwnOnly() ? new String[] {prefixes[0]} : prefixes) {
      String key = prefix + name(component);
      Optional<String> text =
          config.getOptionalValue(key, String.class).map(String::strip).filter(t -> !t.isEmpty());
      if (text.isPresent()) {
        Object value = parse(key, component, text.get());
        return optional ? Optional.of(value) : value;
      }
    }
    String key = prefixes[0] + name(component);
    if (setting.isRequired()) {
      throw new IllegalStateException(
          key + " is not set. See server-config/microprofile-config.properties.example.");
    }
    return optional ? Optional.empty() : parse(key, component, setting.value());
  }

  private static Object parse(String key, RecordComponent component, String text) {
    Setting setting = component.getAnnotation(Setting.class);
    Class<?> type = type(component);
    Function<String, ?> parser = PARSERS.get(type);
    try {
      Object value = parser.apply(text);
      if (isWithin(parser, setting.min(), value, -1) && isWithin(parser, setting.max(), value, 1)) {
        return value;
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(key + ": " + rejection(type, setting, text, e), e);
    }
    throw new IllegalStateException(key + ": " + rejection(type, setting, text, null));
  }

  /** Bounds are written and compared like values. */
  @SuppressWarnings("unchecked")
  private static boolean isWithin(
      Function<String, ?> parser, String bound, Object value, int sign) {
    return bound.isEmpty()
        || ((Comparable<Object>) value).compareTo(parser.apply(bound)) * sign <= 0;
  }

  private static String rejection(
      Class<?> type, Setting setting, String text, RuntimeException cause) {
    return EXPECTED.containsKey(type)
        ? "\"" + text + "\" is not " + EXPECTED.get(type) + bounds(setting) + "."
        : cause.getMessage();
  }

  /** {@code " from PT1S to PT1H"}, {@code " of at least PT1S"} or empty. */
  static String bounds(Setting setting) {
    return setting.max().isEmpty()
        ? setting.min().isEmpty() ? "" : " of at least " + setting.min()
        : " from " + setting.min() + " to " + setting.max();
  }

  private static boolean parseBoolean(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException(text);
    }
    return Boolean.parseBoolean(text);
  }

  private static List<String> parseList(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }
}
