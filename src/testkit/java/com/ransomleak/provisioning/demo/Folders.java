package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes and empties folders. */
public final class Folders {
  private Folders() {}

  /** Deletes the folder with its content, if it exists. Links are deleted, not followed. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }

  /** Deletes the folder and creates it again. */
  public static Path emptied(Path folder) throws IOException {
    delete(folder);
    return Files.createDirectories(folder);
  }
}
