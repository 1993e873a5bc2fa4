package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.http.AcceptedCodings;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the scripts, style sheets and images of the pages from memory, compressed. Faces would
 * serve every file of PrimeFaces, uncompressed. Requests for the other folders get 404, because the
 * server would redirect to the folder at the host that the request names, before any filter runs.
 */
@WebServlet({
  ResourceServlet.FOLDER + "/*",
  "/META-INF/*",
  "/WEB-INF/*",
  "/resources/*",
  "/primefaces/*",
  "/primefaces-saga-blue/*"
})
public class ResourceServlet extends HttpServlet {
  static final String FOLDER = "/jakarta.faces.resource";
  private static final long serialVersionUID = 1L;

  /** The files that the components on the pages load. Another component may need more. */
  private static final Set<String> SERVED =
      Set.of(
          "console/charts.css",
          "console/console.css",
          "console/console.js",
          "console/icon.svg",
          "console/lists.css",
          "console/password-link.js",
          "primefaces/components.css",
          "primefaces/components.js",
          "primefaces/core.js",
          "primefaces/jquery/jquery.js",
          "primefaces/jquery/jquery-plugins.js",
          "primefaces/locales/locale-en.js",
          "primefaces/messages/messages.png");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  @Inject private transient ConsoleFiles files;

  private final transient Map<String, Resource> loaded = new ConcurrentHashMap<>();

  /** A file as it is sent, with its entity tag. */
  @SuppressWarnings("ArrayRecordComponent") // Resources are never compared.
  private record Resource(byte[] body, String tag) {
    Resource(byte[] body) {
      this(body, "\"" + UUID.nameUUIDFromBytes(body) + "\"");
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getServletPath().equals(FOLDER)) {
      super.service(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String name = request.getParameter("ln") + path.replaceFirst("\\.xhtml$", "");
    if (!SERVED.contains(name) || !path.endsWith(".xhtml")) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    boolean gzip = AcceptedCodings.acceptsGzip(request);
    Resource file = loaded.get(name + gzip);
    if (file == null) {
      file = new Resource(read(request.getContextPath(), name, gzip));
      loaded.put(name + gzip, file);
    }
    response.setHeader("ETag", file.tag());
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("Cache-Control", caching(name, request.getParameter("v")));
    if (isKnown(request, file.tag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    if (gzip) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    response.setContentLength(file.body().length);
    response.getOutputStream().write(file.body());
  }

  /**
   * The addresses of PrimeFaces' files contain its version. The version of our files must be that
   * of this node: during an update, another node has other files at the same address.
   */
  private String caching(String name, String version) {
    if (name.startsWith("primefaces")) {
      return "public, max-age=604800";
    }
    boolean current = files.version(name.substring(name.indexOf('/') + 1)).equals(version);
    return current ? "public, max-age=31536000, immutable" : "public, no-cache";
  }

  private byte[] read(String contextPath, String name, boolean gzip) throws IOException {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    try (InputStream content =
            name.startsWith("console/")
                ? getServletContext().getResourceAsStream("/resources/" + name)
                : getClass().getClassLoader().getResourceAsStream("META-INF/resources/" + name);
        OutputStream out = gzip ? new GZIPOutputStream(result) : result) {
      byte[] plain = content.readAllBytes();
      if (name.endsWith(".css")) {
        plain = withAddresses(plain, contextPath + FOLDER);
      } else if (name.equals("primefaces/components.js")) {
        plain =
            WidgetFilter.filter(new String(plain, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
      }
      out.write(plain);
    }
    return result.toByteArray();
  }

  /** Replaces {@code #{resource['primefaces:messages/messages.png']}} by an address, as Faces. */
  private static byte[] withAddresses(byte[] content, String folder) {
    return new String(content, StandardCharsets.UTF_8)
        .replaceAll(
            "#\\{resource\\['([a-z]+):([A-Za-z0-9./-]+)']}",
            folder.replace("$", "\\$") + "/$2.xhtml?ln=$1")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isKnown(HttpServletRequest request, String tag) {
    String tags = request.getHeader("If-None-Match");
    return tags != null && List.of(tags.replace(" ", "").split(",", -1)).contains(tag);
  }
}
