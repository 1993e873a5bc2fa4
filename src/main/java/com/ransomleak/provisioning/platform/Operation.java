package com.ransomleak.provisioning.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The kind of a request, as a label of metrics and in the log. */
enum Operation {
  USERS_CREATE,
  USERS_READ,
  USERS_LIST,
  USERS_REPLACE,
  USERS_PATCH,
  USERS_DELETE,
  GROUPS_CREATE,
  GROUPS_READ,
  GROUPS_LIST,
  GROUPS_REPLACE,
  GROUPS_PATCH,
  GROUPS_DELETE,
  /** Queries over users and groups. */
  ALL_LIST,
  BULK,
  DISCOVERY,
  REPORTS,
  CONSOLE,
  /** SCIM requests for a path or with a method that does not exist. */
  OTHER;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '.');

  String label() {
    return label;
  }

  static Operation of(HttpServletRequest request) {
    if (RequestPath.isConsole(request)) {
      return CONSOLE;
    }
    if (RequestPath.isReport(request)) {
      return REPORTS;
    }
    // The empty text, scim, v2, Users, the id.
    String[] segments = RequestPath.belowContext(request).split("/", 6);
    String endpoint = segments.length < 4 ? "" : segments[3];
    String rest = segments.length < 5 ? "" : segments[4];
    String method = request.getMethod();
    return switch (endpoint) {
      case "Users" -> ofResource("USERS_", method, rest);
      case "Groups" -> ofResource("GROUPS_", method, rest);
      case "Bulk" -> BULK;
      case "ServiceProviderConfig", "ResourceTypes", "Schemas" -> DISCOVERY;
      case "", ".search" -> ALL_LIST;
      default -> OTHER;
    };
  }

  private static Operation ofResource(String kind, String method, String rest) {
    return switch (method) {
      case "GET", "HEAD" -> valueOf(kind + (rest.isEmpty() ? "LIST" : "READ"));
      case "POST" -> valueOf(kind + (rest.equals(".search") ? "LIST" : "CREATE"));
      case "PUT" -> valueOf(kind + "REPLACE");
      case "PATCH" -> valueOf(kind + "PATCH");
      case "DELETE" -> valueOf(kind + "DELETE");
      default -> OTHER;
    };
  }
}
