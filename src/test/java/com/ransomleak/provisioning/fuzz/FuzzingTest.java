package com.ransomleak.provisioning.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.ransomleak.provisioning.bulk.BulkTarget;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.fixture.Examples;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomFilters;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jazzer looks for input by which a parser ends otherwise than with a result or a refusal of the
 * client's fault, or takes longer than five seconds; guided by which lines it reaches, each target
 * in a JVM of its own. {@code -Dfuzz.seconds} says how long (3; 300 with {@code -Pfuzz}), the
 * examples of the other tests are where it begins.
 *
 * <p>What it finds stands in {@code target/fuzz}, as a file {@code crash-…}; it becomes an example
 * there, which is better to read, before it is mended.
 */
@Execution(ExecutionMode.CONCURRENT)
class FuzzingTest {
  private static final Path FOLDER = ProjectFiles.file("target", "fuzz");
  private static final Path WORDS = ProjectFiles.file("src", "test", "resources", "fuzz", "words");
  private static final String SEARCH =
      """
      {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"attributes":["userName"],
       "filter":"title pr and emails[type eq \\"work\\"]","sortBy":"name.familyName",
       "sortOrder":"descending","startIndex":1,"count":"10"}
      """;
  private static final String BULK =
      """
      {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":"1","Operations":[
       {"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"G","members":[{"value":"bulkId:u"}]}},
       {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"U","manager":"bulkId:u"}},
       {"method":"patch","path":"Users/bulkId:u","version":"W/\\"1\\"","data":{"Operations":
        [{"op":"add","path":"members[value eq \\"bulkId:u\\"]"}]}},
       {"method":"DELETE","path":"/Groups/bulkId:g"}]}
      """;
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 3);

  @ParameterizedTest(name = "M-07, F-22, S-29, ER-07: {0}")
  @ValueSource(
      classes = {
        FilterTarget.class,
        PathTarget.class,
        PatchTarget.class,
        DocumentTarget.class,
        JsonTarget.class,
        SearchTarget.class,
        BulkTarget.class,
        ParameterTarget.class
      })
  void nothingButARefusalComesOfBadInput(Class<?> target) throws Exception {
    Path folder = Folders.emptied(FOLDER.resolve(target.getSimpleName()));
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    seed(target, corpus);
    Path log = folder.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target, corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(jazzer.waitFor(SECONDS + 120, TimeUnit.SECONDS), () -> "it hangs: " + end(log));
    } finally {
      jazzer.destroyForcibly();
    }
    assertEquals(0, jazzer.exitValue(), () -> end(log));
    assertTrue(read(log).contains("DONE"), () -> "nothing was tried: " + end(log));
  }

  private static List<String> command(Class<?> target, Path corpus) {
    List<String> classPath =
        Stream.of(
                ScimJson.class,
                FuzzingTest.class,
                jakarta.json.Json.class,
                org.eclipse.parsson.JsonProviderImpl.class,
                Jazzer.class,
                FuzzedDataProvider.class)
            .map(type -> ProjectFiles.origin(type).toString())
            .distinct()
            .toList();
    return List.of(
        ProjectFiles.java(),
        "-Xmx400m",
        "-XX:+UseSerialGC",
        "-cp",
        String.join(File.pathSeparator, classPath),
        Jazzer.class.getName(),
        "--target_class=" + target.getName(),
        "--instrumentation_includes=com.ransomleak.provisioning.**",
        "--custom_hook_includes=com.ransomleak.provisioning.**",
        "-max_total_time=" + SECONDS,
        "-max_len=4096",
        "-timeout=30",
        "-dict=" + WORDS,
        corpus.toString());
  }

  private static void seed(Class<?> target, Path corpus) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    if (target == PatchTarget.class) {
      Examples.examples("patch").forEach(example -> seeds.add(input(example, patch(example))));
    } else if (target == DocumentTarget.class || target == JsonTarget.class) {
      Examples.examples("document")
          .forEach(example -> seeds.add(input(example, example.get("body"))));
    } else if (target == SearchTarget.class) {
      seeds.add(SEARCH.getBytes(StandardCharsets.UTF_8));
    } else if (target == BulkTarget.class) {
      seeds.add(BULK.getBytes(StandardCharsets.UTF_8));
    } else if (target == FilterTarget.class) {
      RandomFilters filters = new RandomFilters(0, Schemas.user(), OddText.STORABLE);
      for (int i = 0; i < 200; i++) {
        // The last byte chooses the type.
        seeds.add((filters.next() + "\1").getBytes(StandardCharsets.UTF_8));
      }
    } else {
      read(WORDS)
          .lines()
          .filter(line -> line.startsWith("\""))
          .map(line -> line.replace("\\x22", "\"").replaceAll("^\"|\"$", "") + "\1")
          .forEach(line -> seeds.add(line.getBytes(StandardCharsets.UTF_8)));
    }
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
  }

  private static byte[] input(JsonObject example, JsonValue body) {
    String type = Examples.type(example).name().equals("Group") ? "g" : "u";
    return (type + ScimJson.write(body)).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonValue patch(JsonObject example) {
    return example.containsKey("patch")
        ? example.get("patch")
        : ScimJson.object()
            .add("schemas", ScimJson.array().add(PatchRequest.URN))
            .add("Operations", example.getJsonArray("operations"))
            .build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines, where a finding and its input are. */
  private static String end(Path log) {
    List<String> lines = read(log).lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - 60))
        .collect(
            Collectors.joining(System.lineSeparator(), log + ":" + System.lineSeparator(), ""));
  }
}
