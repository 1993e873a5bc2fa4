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
 * The download of this request, if it counts among the {@link Downloads}. It ends when the body is
 * written or the reader disconnects, and at the latest with the request, because nothing is written
 * for HEAD.
 */
@RequestScoped
class Download {
  @Inject private Downloads downloads;
  private TenantId tenant;

  /** Starts the download; false when a limit is reached. */
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

  /** The same body. Writing it fails when the reader is too slow. */
  StreamingOutput inTime(StreamingOutput body) {
    return output -> {
      InterruptibleOutput writing = new InterruptibleOutput(output);
      Future<?> cut = downloads.atTimeLimit(writing::cut);
      try {
        body.write(writing);
      } finally {
        cut.cancel(false);
        writing.end();
        // The server may still wait for the reader, but the database is not involved any more.
        end();
      }
    };
  }

  /**
   * A write that waits for its reader can only be interrupted. After each write the thread's
   * interrupted status is clear again, because the thread still has to roll back a transaction.
   */
  private static final class InterruptibleOutput extends FilterOutputStream {
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean cut;

    InterruptibleOutput(OutputStream output) {
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
