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

  private static final String BASE = "/scim/v2";

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
    return of(request.getMethod(), RequestPath.belowContext(request));
  }

  /** The operation of a SCIM request. */
  static Operation of(String method, String path) {
    if (!path.equals(BASE) && !path.startsWith(BASE + "/")) {
      return OTHER;
    }
    // The empty text, Users, the id.
    String[] segments = path.substring(BASE.length()).split("/", 4);
    String endpoint = segments.length < 2 ? "" : segments[1];
    String rest = segments.length < 3 ? "" : segments[2];
    return switch (endpoint) {
      case "Users" -> ofResource("USERS_", method, rest);
      case "Groups" -> ofResource("GROUPS_", method, rest);
      case "Bulk" -> BULK;
      case "ServiceProviderConfig", "ResourceTypes", "Schemas" -> DISCOVERY;
      case "" -> isRead(method) ? ALL_LIST : OTHER;
      case ".search" -> method.equals("POST") ? ALL_LIST : OTHER;
      default -> OTHER;
    };
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
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
