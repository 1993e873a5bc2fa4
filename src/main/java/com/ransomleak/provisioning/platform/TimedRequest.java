package com.ransomleak.provisioning.platform;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request whose body must arrive within a time ({@link TimedInputStream}). */
class TimedRequest extends HttpServletRequestWrapper {
  private final Duration limit;
  private final EarlyResponse response;
  private ServletInputStream body;

  TimedRequest(HttpServletRequest request, Duration limit, EarlyResponse response) {
    super(request);
    this.limit = limit;
    this.response = response;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new TimedInputStream(super.getInputStream(), length(), limit, response);
    }
    return body;
  }

  /**
   * The length of the body where the server does not know its end: Payara reads on after
   * Content-Length when a request offers to switch protocols, as Java's own client does.
   */
  private long length() {
    return getHeader("Upgrade") == null || getContentLengthLong() < 0
        ? Long.MAX_VALUE
        : getContentLengthLong();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }
}
