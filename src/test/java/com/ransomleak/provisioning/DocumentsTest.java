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
import org.junit.jupiter.api.Test;

/** What the documents point to is there, and no picture is left over. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");
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
