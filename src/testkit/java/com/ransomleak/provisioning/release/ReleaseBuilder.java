package com.ransomleak.provisioning.release;

import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a release to {@code target/release}: the WAR, its bill of materials, the licences of its
 * libraries, the release notes, an archive of what an operator needs beside the WAR, and the
 * digests of all. Two builds of one commit write the same bytes.
 *
 * <p>{@code -Drelease.freeze} only freezes the migrations of this version (see {@link
 * FrozenFiles}). Without it, the build fails if a migration is not frozen, if one of an earlier
 * release was changed, or if a file is not committed. {@code -Drelease.draft} builds without these
 * checks.
 */
public final class ReleaseBuilder {
  private static final List<String> FOR_OPERATORS =
      List.of(
          "LICENSE",
          "README.md",
          ".dockerignore",
          "db/roles.sql",
          "db/tenant",
          "db/checks",
          "server-config",
          "src/docs");

  private final String name;
  private final Path folder = ProjectFiles.file("target", "release");
  private final WorkTree sources = new WorkTree(ProjectFiles.file(".").normalize());

  private ReleaseBuilder(String version) {
    name = "provisioning-" + version;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String version = Pom.version();
    Changelog.Notes notes = Changelog.notes(version);
    FrozenFiles frozen = FrozenFiles.ofProject();
    ReleaseBuilder builder = new ReleaseBuilder(version);
    if (System.getProperty("release.freeze") != null) {
      frozen.freeze(version);
      System.out.println("Commit " + FrozenFiles.LIST + ", then build the release: mvn -Prelease");
      return;
    }
    List<String> faults = new ArrayList<>(frozen.faults());
    frozen.unrecorded().forEach(file -> faults.add(file + " is not frozen: -Drelease.freeze"));
    builder.sources.changes().forEach(file -> faults.add("Not committed: " + file));
    if (System.getProperty("release.draft") == null) {
      if (!faults.isEmpty()) {
        throw new IllegalStateException(String.join("\n", faults));
      }
      requireFileModes();
    }
    builder.write(notes);
  }

  private void write(Changelog.Notes notes) throws IOException, InterruptedException {
    Folders.emptied(folder);
    Path war = Files.copy(ProjectFiles.war(), file(".war"));
    Path billOfMaterials =
        Files.copy(ProjectFiles.file("target", "provisioning-sbom.json"), file("-sbom.json"));
    Files.writeString(file("-licences.txt"), ThirdPartyLicences.of(billOfMaterials, war));
    Files.writeString(file("-notes.txt"), notes.text());
    writeArchive(LocalDateTime.parse(notes.date() + "T00:00:00"));
    List<String> digests = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        digests.add(Digests.line(file, file.getFileName().toString()));
      }
    }
    Files.write(folder.resolve("SHA256SUMS"), digests);
    System.out.println("target/release:");
    digests.forEach(System.out::println);
  }

  /** The WAR records the modes of files and folders, which depend on the umask of the build. */
  private static void requireFileModes() throws IOException {
    Path packed = ProjectFiles.file("target", "provisioning", "WEB-INF", "web.xml");
    if (packed.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !(mode(packed) + mode(packed.getParent())).equals("rw-r--r--rwxr-xr-x")) {
      throw new IllegalStateException(
          "Another build would differ: clone and build the release with umask 022.");
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path file(String suffix) {
    return folder.resolve(name + suffix);
  }

  private void writeArchive(LocalDateTime time) throws IOException, InterruptedException {
    try (OutputStream file = Files.newOutputStream(file("-config.zip"));
        ZipOutputStream archive = new ZipOutputStream(file)) {
      for (String source : sources.files(FOR_OPERATORS)) {
        ZipEntry entry = new ZipEntry(name + "/" + source);
        // Unlike setTime, this does not depend on the time zone of the machine.
        entry.setTimeLocal(time);
        archive.putNextEntry(entry);
        Files.copy(sources.root().resolve(source), archive);
      }
    }
  }
}
