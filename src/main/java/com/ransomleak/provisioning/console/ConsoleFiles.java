package com.ransomleak.provisioning.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses of the console's own files. An address contains a version that changes with the
 * content, so that browsers can keep the file without asking again.
 */
@Named
@ApplicationScoped
public class ConsoleFiles {
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  @Inject private ServletContext context;

  /** The address of a file such as {@code console.css}, within the server. */
  public String address(String name) {
    return context.getContextPath()
        + ResourceServlet.FOLDER
        + "/"
        + name
        + ".xhtml?ln=console&v="
        + version(name);
  }

  /** The version of the file on this node. */
  String version(String name) {
    return versions.computeIfAbsent(name, this::read);
  }

  private String read(String name) {
    try (InputStream content = context.getResourceAsStream("/resources/console/" + name)) {
      return version(content.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String version(byte[] content) {
    return UUID.nameUUIDFromBytes(content).toString().substring(0, 13);
  }
}
