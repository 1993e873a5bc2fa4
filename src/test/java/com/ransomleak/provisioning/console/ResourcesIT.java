package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the pages are few, compressed and cacheable; no other file is served (V1). */
class ResourcesIT {
  private static final String FOLDER = "/jakarta.faces.resource";
  private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"(" + FOLDER + "[^\"]+)\"");

  @Test
  @DisplayName("All files of a page are served, compressed to less than 200 KB together")
  void filesOfAPage() throws Exception {
    String page = get("/sign-in", "Accept: text/html\n");
    Matcher addresses = ADDRESS.matcher(page);
    TreeSet<String> files = new TreeSet<>();
    while (addresses.find()) {
      files.add(addresses.group(1).replace("&amp;", "&"));
    }
    assertTrue(files.size() >= 8, files::toString);
    assertEquals(3, files.stream().filter(file -> file.contains("ln=console&v=")).count());
    long bytes = 0;
    for (String file : files) {
      String head = head(file, "Accept-Encoding: gzip, deflate\n");
      assertTrue(head.startsWith("http/1.1 200"), () -> file + ": " + head);
      assertTrue(head.contains("content-encoding: gzip"), () -> file + ": " + head);
      assertTrue(head.contains("cache-control: public"), () -> file + ": " + head);
      bytes += length(head);
    }
    assertTrue(bytes < 200_000, bytes + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.css", "console.js", "icon.svg"})
  @DisplayName("Browsers keep our files for a year at the address with the version of the content")
  void versions(String file) throws Exception {
    Matcher address =
        Pattern.compile("\"(" + FOLDER + "/" + file + "\\.xhtml[^\"]+)\"")
            .matcher(get("/sign-in", "Accept: text/html\n"));
    assertTrue(address.find());
    String current = address.group(1).replace("&amp;", "&");
    assertTrue(head(current, "").contains("max-age=31536000, immutable"), head(current, ""));
    for (String other : List.of(current + "0", current.replaceAll("&v=.*", ""))) {
      assertTrue(head(other, "").contains("cache-control: public, no-cache"), other);
    }
  }

  @Test
  @DisplayName("A client that does not accept gzip gets the plain file")
  void uncompressed() throws Exception {
    String file = FOLDER + "/console.js.xhtml?ln=console";
    String plain = head(file, "Accept-Encoding: gzip;q=0, identity\n");
    assertFalse(plain.contains("content-encoding"), plain);
    assertTrue(length(plain) > length(head(file, "Accept-Encoding: gzip\n")), plain);
  }

  @Test
  @DisplayName("A browser that has the file gets 304, whatever date it sends")
  void notModified() throws Exception {
    String file = FOLDER + "/console.css.xhtml?ln=console";
    Matcher tag = Pattern.compile("(?i)\r\netag: ([^\r]+)").matcher(get(file, ""));
    assertTrue(tag.find());
    assertTrue(head(file, "If-None-Match: " + tag.group(1) + "\n").startsWith("http/1.1 304"));
    assertTrue(head(file, "If-None-Match: \"x\"\n").startsWith("http/1.1 200"));
    assertTrue(head(file, "If-Modified-Since: zz\n").startsWith("http/1.1 200"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/touch/touchswipe.js.xhtml?ln=primefaces",
        "/moment/moment-timezone-with-data.js.xhtml?ln=primefaces",
        "/schedule/schedule.js.xhtml?ln=primefaces",
        "/faces.js.xhtml?ln=jakarta.faces",
        "/console.js.xhtml",
        "/console.js.xhtml?ln=..",
        "/console.css?ln=console"
      })
  @DisplayName("No other file of a library is served")
  void nothingElse(String file) throws Exception {
    assertTrue(head(FOLDER + file, "").startsWith("http/1.1 404"), file);
  }

  @Test
  @DisplayName("Style sheets refer to images that are served")
  void pictures() throws Exception {
    String styles = get(FOLDER + "/components.css.xhtml?ln=primefaces", "");
    assertFalse(styles.contains("#{"));
    String picture = FOLDER + "/messages/messages.png.xhtml?ln=primefaces";
    assertTrue(styles.contains(picture));
    assertEquals("image/png", type(head(picture, "")));
  }

  private static String type(String head) {
    return head.replaceAll("(?s).*\r\ncontent-type: ([^\r]+)\r.*", "$1");
  }

  private static long length(String head) {
    return Long.parseLong(head.replaceAll("(?s).*\r\ncontent-length: ([0-9]+)\r.*", "$1"));
  }

  private static String head(String path, String headers) throws IOException {
    return get(path, headers).split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT) + "\r\n";
  }

  private static String get(String path, String headers) throws IOException {
    return RawConnection.exchange(
        "GET " + path + " HTTP/1.1\nHost: wonka.localhost\n" + headers + "\n");
  }
}
