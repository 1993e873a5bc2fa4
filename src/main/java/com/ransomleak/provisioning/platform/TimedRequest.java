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
  private final Runnable whenLate;
  private ServletInputStream body;

  TimedRequest(HttpServletRequest request, Duration limit, Runnable whenLate) {
    super(request);
    this.limit = limit;
    this.whenLate = whenLate;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new TimedInputStream(super.getInputStream(), limit, whenLate);
    }
    return body;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }
}
