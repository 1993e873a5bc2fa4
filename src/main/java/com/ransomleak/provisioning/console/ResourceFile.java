package com.ransomleak.provisioning.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** A script, style sheet or picture of the pages, as it is sent. */
final class ResourceFile {
  private static final String OWN = "console";
  private static final String PRIMEFACES = "primefaces";

  /** What the components on our pages ask for. A page with another component may need more. */
  private static final Map<String, Set<String>> SERVED =
      Map.of(
          OWN,
          Set.of("console.css", "console.js", "icon.svg"),
          PRIMEFACES,
          Set.of(
              "components.css",
              "components.js",
              "core.js",
              "jquery/jquery.js",
              "jquery/jquery-plugins.js",
              "locales/locale-en.js",
              "messages/messages.png",
              "touch/touchswipe.js"));

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  private final String type;
  private final byte[] plain;
  private final byte[] zipped;
  private final String tag;
  private final String zippedTag;
  private final boolean hasVersion;

  private ResourceFile(String type, byte[] plain, boolean hasVersion) throws IOException {
    this.type = type;
    this.plain = plain;
    this.hasVersion = hasVersion;
    zipped = zipped(plain);
    tag = tag(plain);
    zippedTag = tag(zipped);
  }

  String type() {
    return type;
  }

  byte[] body(boolean compressed) {
    return compressed ? zipped : plain;
  }

  /** The entity tag of that body. */
  String tag(boolean compressed) {
    return compressed ? zippedTag : tag;
  }

  /** Whether its address changes with its content. */
  boolean hasVersion() {
    return hasVersion;
  }

  static boolean isServed(String library, String name) {
    return SERVED.getOrDefault(library, Set.of()).contains(name);
  }

  /**
   * Prepares a file.
   *
   * @param folder where the pages find resources; style sheets refer to it by an expression
   */
  static ResourceFile of(String library, String name, byte[] content, String folder)
      throws IOException {
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    byte[] plain = suffix.equals("css") ? withAddresses(content, folder) : content;
    return new ResourceFile(TYPES.get(suffix), plain, !library.equals(OWN));
  }

  /** As Faces does: {@code #{resource['primefaces:messages/messages.png']}} is an address. */
  private static byte[] withAddresses(byte[] content, String folder) {
    return new String(content, StandardCharsets.UTF_8)
        .replaceAll(
            "#\\{resource\\['([a-z]+):([A-Za-z0-9./-]+)']}",
            folder.replace("$", "\\$") + "/$2.xhtml?ln=$1")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain);
    }
    return zipped.toByteArray();
  }

  private static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
