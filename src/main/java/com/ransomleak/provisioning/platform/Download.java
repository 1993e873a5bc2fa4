package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Future;

/**
 * The place of this request among the {@link Downloads}, if it has one. It is given back when the
 * body is written, or its reader went away, and at the latest when the request is over: for HEAD
 * nothing is written.
 */
@RequestScoped
class Download {
  @Inject private Downloads downloads;
  private TenantId tenant;

  /** Takes a place; false when there is none. */
  boolean begin(TenantId reader) {
    if (tenant == null && downloads.begin(reader)) {
      tenant = reader;
    }
    return tenant != null;
  }

  @PreDestroy
  void end() {
    if (tenant != null) {
      downloads.end(tenant);
      tenant = null;
    }
  }

  /** The same body, which ends with an exception when its reader is too slow. */
  StreamingOutput inTime(StreamingOutput body) {
    return output -> {
      Writing writing = new Writing(output);
      Future<?> cut = downloads.atTheLimit(writing::cut);
      try {
        body.write(writing);
      } finally {
        cut.cancel(false);
        writing.end();
        // The server may go on waiting for the reader, but without anything of the database.
        end();
      }
    };
  }

  /**
   * Ends by an interrupt: a write that waits for its reader hears of nothing else. Behind each
   * write the thread is as if there had been none, since it has a transaction to roll back.
   */
  private static final class Writing extends FilterOutputStream {
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean cut;

    Writing(OutputStream output) {
      super(output);
    }

    synchronized void cut() {
      if (!over) {
        cut = true;
        thread.interrupt();
      }
    }

    synchronized void end() {
      over = true;
      if (cut) {
        Thread.interrupted();
      }
    }

    private synchronized void check() throws IOException {
      if (cut) {
        Thread.interrupted();
        throw new IOException("The reader of a report is too slow.");
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      check();
      try {
        out.write(bytes, from, length);
      } catch (IOException | RuntimeException e) {
        check();
        throw e;
      }
      check();
    }
  }
}
