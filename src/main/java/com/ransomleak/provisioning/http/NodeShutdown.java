package com.ransomleak.provisioning.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;

/**
 * Whether this node is about to stop, so that long requests and timers end early and completely.
 */
@ApplicationScoped
public class NodeShutdown {
  private volatile BooleanSupplier state = () -> false;

  /** Sets what knows it. The filter that drains the node calls this when it starts. */
  public void watch(BooleanSupplier shutdown) {
    state = shutdown;
  }

  /**
   * Whether {@code provisioning.drain-time} is over. A request that still runs then is cut off
   * after seconds.
   */
  public boolean hasBegun() {
    return state.getAsBoolean();
  }
}
