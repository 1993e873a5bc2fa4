package com.ransomleak.provisioning.server;

import fish.payara.arquillian.container.payara.managed.PayaraMicroDeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Tells Arquillian where the WAR is. Its own adapter reads that from the server's log. On a busy
 * machine it reads before the server has written everything, and the tests fail with
 * "ArquillianServletRunnerEE9 not found".
 */
public final class PayaraMicroAdapter extends PayaraMicroDeployableContainer {
  private static final String TEST_RUNNER = "ArquillianServletRunnerEE9";

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    ProtocolMetaData known = new ProtocolMetaData();
    for (HTTPContext read : super.deploy(archive).getContexts(HTTPContext.class)) {
      known.addContext(
          new HTTPContext(read.getHost(), read.getPort()).add(new Servlet(TEST_RUNNER, "/")));
    }
    return known;
  }

  /** Replaces the adapter; named in {@code META-INF/services}. */
  public static final class Extension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
      builder.override(
          DeployableContainer.class,
          PayaraMicroDeployableContainer.class,
          PayaraMicroAdapter.class);
    }
  }
}
