package com.ransomleak.provisioning.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a Git repository that have been committed. A folder on disk can contain others, for
 * example the keys and passwords in {@code server-config/container/secrets}.
 */
record WorkTree(Path root) {
  /** The committed files below these paths, with {@code /} between folders. */
  List<String> files(List<String> paths) throws IOException, InterruptedException {
    return git(Stream.concat(Stream.of("ls-files", "-z", "--"), paths.stream()), "\0");
  }

  /** Uncommitted changes, one file each, in the format of {@code git status --porcelain}. */
  List<String> changes() throws IOException, InterruptedException {
    return git(Stream.of("status", "--porcelain"), "\n");
  }

  private List<String> git(Stream<String> arguments, String separator)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("git"), arguments).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("A release needs a Git repository. Failed: " + command);
    }
    return Stream.of(output.split(separator)).filter(line -> !line.isEmpty()).toList();
  }
}
