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
 * Arquillian's adapter reads from the server's log where the WAR is, and on a busy machine it reads
 * before the server has written all of it: the tests then fail with "ArquillianServletRunnerEE9 not
 * found". We know where the WAR is.
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

  /** Puts this in the place of the adapter; named in {@code META-INF/services}. */
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
