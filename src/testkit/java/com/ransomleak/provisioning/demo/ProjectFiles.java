package com.ransomleak.provisioning.demo;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where the project's own files and the jars on the class path are, wherever Maven was called from.
 */
public final class ProjectFiles {
  /** This class is in {@code target/test-classes}. */
  private static final Path ROOT = origin(ProjectFiles.class).getParent().getParent();

  private ProjectFiles() {}

  /** A file of the project, by its path from the top level. */
  public static Path file(String first, String... more) {
    return ROOT.resolve(Path.of(first, more));
  }

  /** The WAR this build made. */
  public static Path war() {
    Path war = file("target", "provisioning.war");
    if (!war.toFile().isFile()) {
      throw new StartFailure("There is no " + war + "; run mvn package first.");
    }
    return war;
  }

  /** The jar, or the folder of classes, that a class was loaded from. */
  public static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class path of " + type + " is not a list of files.", e);
    }
  }

  /** The {@code java} command of the JDK that runs this. */
  public static String java() {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
  }
}
