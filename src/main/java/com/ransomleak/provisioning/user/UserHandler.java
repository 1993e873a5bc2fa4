package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.UniqueKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Handles the requests for users; {@link Users} and {@link UserQueries} do the work. */
@ApplicationScoped
public class UserHandler extends ResourceHandler {
  @Inject private Users users;
  @Inject private UserQueries queries;

  UserHandler() {
    super(SchemaRegistry::user, "userName", "displayName", "externalId");
  }

  @Override
  public StoredResource find(ResourceRequest request) {
    return queries
        .find(request.tenant(), request.id(), request.baseUrl())
        .orElseThrow(() -> ScimException.notFound("User", request.id()));
  }

  @Override
  public Optional<Page> lookup(ScimRequestContext context, ListQuery query, ResourceSink sink) {
    return queries.lookup(context.tenant(), query, context.baseUrl(), sink);
  }

  @Override
  public Source source(ListQuery query, ResourceType type, AttributeSelection selection) {
    return UserMapping.source(query, type);
  }

  /**
   * Creates a user, or gives an inactive user with the same externalId to the person: after a
   * change of userName, Okta deactivates the previous user and creates a new one (§Dec-18).
   */
  @Override
  public StoredResource create(ResourceRequest request) {
    JsonObject document = document(request, normalised(request));
    try {
      return users.create(request.tenant(), request, document);
    } catch (DuplicateException duplicate) {
      ScimException error = queries.onCreate(request.tenant(), document, duplicate);
      if (duplicate.key() != UniqueKey.USER_EXTERNAL_ID) {
        throw error;
      }
      return adopt(request, document, error);
    }
  }

  private StoredResource adopt(ResourceRequest request, JsonObject document, ScimException error) {
    try {
      return users.adopt(request.tenant(), request, document, error);
    } catch (DuplicateException duplicate) {
      throw queries.onCreate(request.tenant(), document, duplicate);
    }
  }

  /**
   * Creates users who name each other as managers: all or none. An inactive user is not adopted
   * here, because the other documents already contain the new id (§Dec-18).
   *
   * @param requests each with the id that the user will have
   * @return the users, in the same order
   * @throws BulkCreateException when one of them cannot be created
   */
  public List<StoredResource> createTogether(List<ResourceRequest> requests) {
    List<JsonObject> documents = new ArrayList<>();
    for (ResourceRequest request : requests) {
      documents.add(
          BulkCreateException.at(documents.size(), () -> document(request, normalised(request))));
    }
    try {
      return users.createTogether(requests.get(0).tenant(), requests, documents);
    } catch (BulkCreateException failure) {
      int index = failure.index();
      throw failure.getCause() instanceof DuplicateException duplicate
          ? new BulkCreateException(
              index,
              queries.onCreate(requests.get(index).tenant(), documents.get(index), duplicate))
          : failure;
    }
  }

  @Override
  public StoredResource replace(ResourceRequest request) {
    JsonObject document = document(request, normalised(request));
    return change(request, () -> users.replace(request.tenant(), request, document));
  }

  @Override
  public StoredResource patch(ResourceRequest request) {
    List<PatchOperation> operations = operations(request);
    return change(request, () -> users.patch(request.tenant(), request, operations));
  }

  @Override
  public void delete(ResourceRequest request) {
    users.delete(request.tenant(), request);
  }

  private StoredResource change(ResourceRequest request, Supplier<StoredResource> change) {
    try {
      return change.get();
    } catch (DuplicateException duplicate) {
      throw queries.onChange(request.tenant(), duplicate);
    }
  }
}
