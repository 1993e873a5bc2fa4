package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays every data file; a file holds one conversation, or several under {@code cases}. */
@TestTenant(value = "abstergo", settings = "schemas-file=src/test/resources/scim/extensions.json")
@TestTenant(value = "biosyn", settings = "require-if-match=true")
@TestTenant(value = "ingen", settings = "strict=true")
@TestTenant("nobody")
@TestTenant("wonka")
class ConversationIT {
  private static final Path RESOURCES = ProjectFiles.file("src", "test", "resources");

  @TestFactory
  @DisplayName("What identity providers send")
  Stream<DynamicContainer> identityProviders() throws IOException {
    return containers(RESOURCES.resolve("idp"));
  }

  @TestFactory
  @DisplayName("Rows of the requirement matrix that a few exchanges show")
  Stream<DynamicContainer> matrix() throws IOException {
    return containers(RESOURCES.resolve("matrix"));
  }

  private static Stream<DynamicContainer> containers(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    return files.stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    folder.relativize(file).toString(), file.toUri(), tests(file)));
  }

  private static Stream<DynamicTest> tests(Path file) {
    JsonObject content = read(file);
    List<JsonObject> conversations =
        content.containsKey("cases")
            ? content.getJsonArray("cases").getValuesAs(JsonObject.class)
            : List.of(content);
    return conversations.stream()
        .map(
            conversation ->
                DynamicTest.dynamicTest(
                    conversation.getString("name"), () -> Conversation.run(conversation)));
  }

  private static JsonObject read(Path file) {
    try (var reader = Json.createReader(Files.newBufferedReader(file))) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
