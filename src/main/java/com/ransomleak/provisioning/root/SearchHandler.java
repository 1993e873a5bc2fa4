package com.ransomleak.provisioning.root;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.ResponseBuffers;
import com.ransomleak.provisioning.http.ResponseWriter;
import com.ransomleak.provisioning.http.ScimResponses;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.resource.ResourceLists;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers queries for one resource type, or for users and groups in one list. */
@ApplicationScoped
class SearchHandler {
  @Inject private ResourceLists lists;
  @Inject private ResponseBuffers responses;

  /**
   * Answers a query.
   *
   * @param handlers the resource types of the list. A filter treats an attribute that only another
   *     of them has as absent.
   */
  Response list(ScimRequestContext context, SearchRequest search, List<ResourceHandler> handlers) {
    List<ResourceType> types =
        handlers.stream().map(handler -> handler.type(context.tenant())).toList();
    Map<String, AttributeSelection> selections = new HashMap<>();
    List<Source> sources = new ArrayList<>();
    for (ResourceHandler handler : handlers) {
      ResourceType type = types.get(sources.size());
      List<ResourceType> others = types.stream().filter(other -> other != type).toList();
      AttributeSelection selection = ScimResponses.selection(search, type);
      ListQuery query = ListQuery.of(search, type, others, context.warnings());
      selections.put(type.name(), selection);
      sources.add(handler.source(query, type, selection));
    }
    requireSameOrder(sources);
    ResponseWriter writer = responses.open(context.tenant(), selections::get);
    Optional<Page> found =
        handlers.size() == 1
            ? handlers.get(0).lookup(context, sources.get(0).query(), writer)
            : Optional.empty();
    return ScimResponses.list(
        found.orElseGet(() -> lists.page(context.tenant(), context.baseUrl(), sources, writer)),
        writer);
  }

  /** One name can belong to attributes of different extensions of users and groups. */
  private static void requireSameOrder(List<Source> sources) {
    long orders =
        sources.stream()
            .map(source -> source.query().sort().map(SearchHandler::order))
            .distinct()
            .count();
    if (orders > 1) {
      throw ScimException.invalidValue(
          "sortBy: users and groups have different attributes of that name; sort by one that both"
              + " have, such as displayName or meta.created.");
    }
  }

  private static List<Object> order(Sort sort) {
    return List.of(sort.path(), sort.attribute().type());
  }
}
