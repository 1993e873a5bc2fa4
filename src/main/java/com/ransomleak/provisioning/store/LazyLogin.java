package com.ransomleak.provisioning.store;

import java.sql.Connection;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Login;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Lets EclipseLink start without a database; {@code persistence.xml} names this class. EclipseLink
 * opens a connection when the persistence unit is deployed, and stays unusable if that fails. After
 * the start, each use takes a connection from the data source.
 */
public class LazyLogin implements SessionCustomizer {
  @Override
  public void customize(Session session) {
    AtomicBoolean loggedIn = new AtomicBoolean();
    session
        .getEventManager()
        .addListener(
            new SessionEventAdapter() {
              @Override
              public void postLogin(SessionEvent event) {
                loggedIn.set(true);
              }
            });
    makeLazy(session.getLogin(), loggedIn);
    // Each pool may have a login of its own, even where all lead to one data source.
    if (session instanceof ServerSession server) {
      makeLazy(server.getReadConnectionPool().getLogin(), loggedIn);
      server.getConnectionPools().values().forEach(pool -> makeLazy(pool.getLogin(), loggedIn));
    }
  }

  private static void makeLazy(Login login, AtomicBoolean loggedIn) {
    if (login instanceof DatasourceLogin datasource
        && datasource.getConnector() instanceof JNDIConnector connector
        && !(connector instanceof LazyConnector)) {
      datasource.setConnector(new LazyConnector(connector, loggedIn));
    }
  }

  /** EclipseLink clones it; the clones share the flag. */
  private static class LazyConnector extends JNDIConnector {
    private static final long serialVersionUID = 1L;

    private final AtomicBoolean loggedIn;

    LazyConnector(JNDIConnector original, AtomicBoolean loggedIn) {
      super(original.getDataSource());
      setName(original.getName());
      this.loggedIn = loggedIn;
    }

    @Override
    public Connection connect(Properties properties, Session session) {
      return loggedIn.get() ? super.connect(properties, session) : null;
    }
  }
}
