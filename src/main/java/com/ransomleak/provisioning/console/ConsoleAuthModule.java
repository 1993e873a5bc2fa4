package com.ransomleak.provisioning.console;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

/**
 * Calls Jakarta Security for pages of the console only. By itself, a server looks up {@link
 * ConsoleAuthentication} twice for every request, also below {@code /scim} and {@code /api}, where
 * it does nothing. These lookups take a tenth of the time of a GET. This module of Jakarta
 * Authentication replaces the registration that Jakarta Security has made and delegates to it.
 */
@WebListener
public class ConsoleAuthModule implements ServletContextListener, ServerAuthModule {
  private static final String LAYER = "HttpServlet";

  private String application;
  private AuthConfigProvider jakartaSecurity;
  private ServerAuthConfig console;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    application = context.getVirtualServerName() + " " + context.getContextPath();
    AuthConfigFactory factory = AuthConfigFactory.getFactory();
    jakartaSecurity = factory.getConfigProvider(LAYER, application, null);
    factory.registerServerAuthModule(this, context);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    AuthConfigFactory.getFactory().removeServerAuthModule(event.getServletContext());
  }

  @Override
  public void initialize(
      MessagePolicy request,
      MessagePolicy response,
      CallbackHandler handler,
      Map<String, Object> options)
      throws AuthException {
    console = jakartaSecurity.getServerAuthConfig(LAYER, application, handler);
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
  }

  @Override
  public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service)
      throws AuthException {
    return isPage(message)
        ? console(message).validateRequest(message, client, service)
        : AuthStatus.SUCCESS;
  }

  @Override
  public AuthStatus secureResponse(MessageInfo message, Subject service) throws AuthException {
    return isPage(message)
        ? console(message).secureResponse(message, service)
        : AuthStatus.SEND_SUCCESS;
  }

  @Override
  public void cleanSubject(MessageInfo message, Subject subject) throws AuthException {
    console(message).cleanSubject(message, subject);
  }

  private ServerAuthContext console(MessageInfo message) throws AuthException {
    return console.getAuthContext(console.getAuthContextID(message), null, Map.of());
  }

  private static boolean isPage(MessageInfo message) {
    return ConsolePath.isPage((HttpServletRequest) message.getRequestMessage());
  }
}
