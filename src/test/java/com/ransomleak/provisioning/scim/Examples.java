package com.ransomleak.provisioning.scim;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests written as data: a folder of files, each a rule with its examples.
 *
 * <pre>{@code
 * {"rule": "M-16: add to a missing attribute creates it",
 *  "examples": [{"name": "…", "type": "User", …, "tolerances": ["OPERATION_CASE"]}]}
 * }</pre>
 */
public final class Examples {
  private static final Path FOLDER = Path.of("src", "test", "resources", "scim");

  private Examples() {}

  /** A test for each example of each file, named after rule and example. */
  public static Stream<DynamicNode> of(String folder, Consumer<JsonObject> test) {
    return files(folder).stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getString("rule"),
                    examples(file)
                        .map(
                            example ->
                                DynamicTest.dynamicTest(
                                    example.getString("name", file.getString("rule")),
                                    () -> test.accept(example)))));
  }

  /** All examples of a folder. */
  public static Stream<JsonObject> examples(String folder) {
    return files(folder).stream().flatMap(Examples::examples);
  }

  private static Stream<JsonObject> examples(JsonObject file) {
    return file.getJsonArray("examples").stream().map(JsonValue::asJsonObject);
  }

  private static List<JsonObject> files(String folder) {
    List<JsonObject> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(FOLDER.resolve(folder))) {
      for (Path path : paths.sorted().toList()) {
        files.add(read(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static JsonObject read(Path path) throws IOException {
    try {
      return ScimJson.parse(Files.readAllBytes(path));
    } catch (ScimException e) {
      throw new IllegalStateException(path + ": " + e.detail(), e);
    }
  }

  /** The resource type an example is about: a user unless it says otherwise. */
  public static ResourceType type(JsonObject example) {
    return example.getString("type", "User").equals("User") ? Schemas.user() : Schemas.group();
  }

  /** The warnings an example expects; no others may be used. */
  public static Set<String> expectedWarnings(JsonObject example) {
    return example.containsKey("tolerances")
        ? example.getJsonArray("tolerances").getValuesAs(JsonString::getString).stream()
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }

  /** Whether the example needs a warning that strict mode refuses. */
  public static boolean isRefusedStrictly(JsonObject example) {
    return expectedWarnings(example).stream()
        .anyMatch(name -> WarningType.valueOf(name).strictError("").isPresent());
  }

  /** The names of the warnings used. */
  public static Set<String> used(Warnings warnings) {
    return warnings.used().keySet().stream()
        .map(Enum::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
