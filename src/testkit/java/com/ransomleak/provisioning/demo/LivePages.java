package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The WAR as a folder whose pages follow {@code src/main/webapp}, so that a saved page shows after
 * a reload. Texts, styles and classes need a new start, because the server caches them.
 */
final class LivePages {
  private static final Path SOURCE = ProjectFiles.file("src", "main", "webapp");
  private static final long CHECK_INTERVAL_MILLIS = 500;

  private LivePages() {}

  /** Copies the exploded WAR of the last build to this folder and keeps its pages up to date. */
  static Path deployment(Path folder) throws IOException {
    Path exploded = ProjectFiles.file("target", "provisioning");
    copy(exploded, Folders.emptied(folder));
    Path descriptor = folder.resolve("WEB-INF/web.xml");
    Files.writeString(
        descriptor,
        Files.readString(descriptor)
            .replace(
                "</web-app>",
                """
                  <context-param>
                    <param-name>jakarta.faces.FACELETS_REFRESH_PERIOD</param-name>
                    <param-value>0</param-value>
                  </context-param>
                </web-app>\
                """));
    new Timer("pages", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                follow(folder);
              }
            },
            CHECK_INTERVAL_MILLIS,
            CHECK_INTERVAL_MILLIS);
    return folder;
  }

  private static void follow(Path folder) {
    try {
      copy(SOURCE, folder);
    } catch (IOException e) {
      System.err.println("A page was not copied from " + SOURCE + ": " + e.getMessage());
    }
  }

  /** Copies files that are newer than their copies. */
  private static void copy(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = target.resolve(source.relativize(file).toString());
            if (!Files.exists(copy)
                || attributes.lastModifiedTime().compareTo(Files.getLastModifiedTime(copy)) > 0) {
              Files.createDirectories(copy.getParent());
              Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
