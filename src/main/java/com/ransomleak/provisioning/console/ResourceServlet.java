package com.ransomleak.provisioning.console;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scripts, styles and pictures of the pages, in place of Faces, which offers every file of
 * PrimeFaces to everybody, uncompressed. Only what pages use is served ({@link ResourceFile}), from
 * memory.
 */
@WebServlet("/jakarta.faces.resource/*")
public class ResourceServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Addresses of PrimeFaces' files carry its version; ours do not, so browsers ask again. */
  private static final String UNCHANGING = "public, max-age=604800";

  private static final String CHANGING = "public, no-cache";

  private final transient Map<String, ResourceFile> loaded = new ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<ResourceFile> found = find(request);
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    ResourceFile file = found.get();
    boolean zipped = accepts(request, "Accept-Encoding", "gzip");
    String tag = file.tag(zipped);
    response.setHeader("ETag", tag);
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("Cache-Control", file.hasVersion() ? UNCHANGING : CHANGING);
    if (accepts(request, "If-None-Match", tag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] body = file.body(zipped);
    if (zipped) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentType(file.type());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private Optional<ResourceFile> find(HttpServletRequest request) throws IOException {
    String path = request.getPathInfo();
    String library = request.getParameter("ln");
    if (path == null || library == null || !path.endsWith(".xhtml")) {
      return Optional.empty();
    }
    String name = path.substring(1, path.length() - ".xhtml".length());
    if (!ResourceFile.isServed(library, name)) {
      return Optional.empty();
    }
    String key = library + ":" + name;
    ResourceFile file = loaded.get(key);
    if (file == null) {
      try (InputStream content = content(library, name)) {
        if (content == null) {
          return Optional.empty();
        }
        String folder = request.getContextPath() + request.getServletPath();
        file = ResourceFile.of(library, name, content.readAllBytes(), folder);
        loaded.put(key, file);
      }
    }
    return Optional.of(file);
  }

  private InputStream content(String library, String name) {
    InputStream own = getServletContext().getResourceAsStream("/resources/" + library + "/" + name);
    return own != null
        ? own
        : ResourceServlet.class
            .getClassLoader()
            .getResourceAsStream("META-INF/resources/" + library + "/" + name);
  }

  private static boolean accepts(HttpServletRequest request, String header, String wanted) {
    String value = request.getHeader(header);
    if (value != null) {
      for (String part : value.split(",", -1)) {
        String[] nameAndQuality = part.replace(" ", "").split(";", 2);
        if (nameAndQuality[0].equals(wanted)
            && (nameAndQuality.length == 1 || !nameAndQuality[1].matches("q=0(\\.0*)?"))) {
          return true;
        }
      }
    }
    return false;
  }
}
