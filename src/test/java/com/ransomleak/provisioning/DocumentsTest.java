package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Links, pictures and documents that the repository names exist, and every picture is shown. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");
  private static final Pattern DOCUMENT = Pattern.compile("([\\w-]+\\.md)\\b");
  private static final Pattern TEXT =
      Pattern.compile(
          "(run|Dockerfile|\\.(java|md|json|sql|xhtml|xml|properties|example|txt|cli|asadmin|cfg|conf|tsv|yml|yaml|service|env))$");
  private static final Path IMAGES = Path.of("src/docs/images");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      for (Path target : targets(document)) {
        if (!Files.exists(target)) {
          dead.add(document + " → " + target);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void everyPictureIsShown() throws IOException {
    Set<Path> shown = new TreeSet<>();
    for (Path document : documents()) {
      shown.addAll(targets(document));
    }
    try (Stream<Path> images = Files.list(IMAGES)) {
      assertEquals(List.of(), images.filter(image -> !shown.contains(image.normalize())).toList());
    }
  }

  @Test
  @DisplayName("No file names a document that is not in the repository")
  void everyDocumentNamedExists() throws IOException {
    Set<String> names =
        new TreeSet<>(Set.of("result.md", "pages.md", "drills.md")); // of benchmark and drills
    for (Path file : textFiles()) {
      names.add(file.getFileName().toString());
    }
    List<String> missing = new ArrayList<>();
    for (Path file : textFiles()) {
      Matcher named = DOCUMENT.matcher(Files.readString(file));
      while (named.find()) {
        if (!names.contains(named.group(1))) {
          missing.add(file + ": " + named.group(1));
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static List<Path> textFiles() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("pom.xml")));
    for (String folder : List.of("src", "db", "server-config", ".ci", ".github")) {
      try (Stream<Path> walk = Files.walk(Path.of(folder))) {
        walk.filter(file -> TEXT.matcher(file.toString()).find()).forEach(files::add);
      }
    }
    return files;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  private static List<Path> targets(Path document) throws IOException {
    List<Path> targets = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(document));
    while (links.find()) {
      if (!links.group(1).contains("://")) {
        targets.add(document.resolveSibling(links.group(1)).normalize());
      }
    }
    return targets;
  }
}
