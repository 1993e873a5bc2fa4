package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.scim.message.BulkResponse.Result;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.user.BulkCreateException;
import jakarta.json.JsonObject;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Executes one bulk request. Each operation is a transaction of its own, so that a failure does not
 * affect others (B-03). Users who name each other as managers are created in one transaction, all
 * or none (B-06).
 *
 * <p>An operation that refers to a failed one fails with 409. After an outage of the database, or
 * after {@value #MAX_TIMEOUTS} timeouts, the remaining operations get 503 without being tried,
 * because a thousand timeouts would take hours. So do the operations that remain when the time
 * limit of the request is over, or when the node stops.
 */
final class BulkExecutor {
  /** One operation can wait for a lock of another client, which says nothing about the others. */
  private static final int MAX_TIMEOUTS = 3;

  private final BulkRequest request;
  private final List<BulkOperation> operations;
  private final ScimRequestContext context;
  private final OperationExecutor executor;
  private final ExceptionMapper<Throwable> errors;
  private final CreatedResources created;
  private final Result[] results;
  private final Duration timeLimit;
  private final BooleanSupplier isNodeStopping;
  private final long start = System.nanoTime();
  private int timeouts;
  private boolean databaseUnavailable;

  /**
   * Prepares a request.
   *
   * @param errors makes the error that a single request would get
   * @param timeLimit after which no other operation begins
   * @param isNodeStopping then no other operation begins, because it would be cut off
   */
  BulkExecutor(
      BulkRequest request,
      ScimRequestContext context,
      OperationExecutor executor,
      ExceptionMapper<Throwable> errors,
      Duration timeLimit,
      BooleanSupplier isNodeStopping) {
    this.request = request;
    this.operations = request.operations();
    this.context = context;
    this.executor = executor;
    this.errors = errors;
    this.timeLimit = timeLimit;
    this.isNodeStopping = isNodeStopping;
    this.created = new CreatedResources(operations);
    this.results = new Result[operations.size()];
  }

  /**
   * Executes all operations, or as many as failOnErrors allows (B-04).
   *
   * @return the results of the operations that were tried, in the order of the request
   * @throws RuntimeException when the database is unavailable before an operation has succeeded
   */
  List<Result> results() {
    long failed = 0;
    for (BulkPlan.Step step : BulkPlan.of(operations)) {
      if (step.isCircle()) {
        executeCircular(step.members());
      } else {
        execute(step.members().get(0));
      }
      failed += step.members().stream().filter(i -> results[i].isRefused()).count();
      if (request.failOnErrors().isPresent() && failed >= request.failOnErrors().getAsInt()) {
        break;
      }
    }
    return Arrays.stream(results).filter(Objects::nonNull).toList();
  }

  private void execute(int index) {
    BulkOperation operation = operations.get(index);
    ScimRequestContext single = contextOf(operation);
    try {
      check(operation);
      StoredResource resource =
          executor.execute(
              operation,
              References.target(operation, created::id),
              References.data(operation, created::id),
              single);
      succeed(index, resource);
    } catch (RuntimeException e) {
      countTimeout(e);
      fail(index, single, e);
    }
  }

  /** Executes POSTs that refer to each other. Their ids are assigned first. */
  private void executeCircular(List<Integer> members) {
    Map<String, String> ids = new HashMap<>();
    members.forEach(i -> ids.put(operations.get(i).bulkId(), ResourceId.next().toString()));
    List<ScimRequestContext> contexts =
        members.stream().map(i -> contextOf(operations.get(i))).toList();
    List<ResourceRequest> requests = new ArrayList<>();
    try {
      for (int member : members) {
        requests.add(newUser(operations.get(member), ids, contexts.get(requests.size())));
      }
      List<StoredResource> users = executor.createTogether(requests);
      for (int i = 0; i < members.size(); i++) {
        succeed(members.get(i), users.get(i));
      }
    } catch (RuntimeException e) {
      countTimeout(e);
      failTogether(members, contexts, failedIndex(e, requests.size(), members.size()), e);
    }
  }

  private ResourceRequest newUser(
      BulkOperation post, Map<String, String> ids, ScimRequestContext single) {
    check(post);
    if (OperationExecutor.type(post) != Schemas.user()) {
      throw ScimException.conflict(
          "bulkId "
              + ScimJson.excerpt(post.bulkId())
              + " refers to itself, directly or in a circle. Only users can, as managers: create"
              + " the group without the reference.");
    }
    JsonObject body =
        References.data(post, name -> ids.containsKey(name) ? ids.get(name) : created.id(name));
    return new ResourceRequest(single, ids.get(post.bulkId()), null, EntityTags.ABSENT, body);
  }

  /** The member of a circle that failed; empty when all failed for the same reason. */
  private static Optional<Integer> failedIndex(RuntimeException thrown, int prepared, int all) {
    boolean notTried = thrown instanceof ScimException error && error.status() == 503;
    if (notTried || FailureKind.of(thrown) != FailureKind.OTHER) {
      return Optional.empty();
    }
    if (thrown instanceof BulkCreateException failure) {
      return Optional.of(failure.index());
    }
    return prepared < all ? Optional.of(prepared) : Optional.empty();
  }

  private void failTogether(
      List<Integer> members,
      List<ScimRequestContext> contexts,
      Optional<Integer> failedIndex,
      RuntimeException thrown) {
    for (int i = 0; i < members.size(); i++) {
      boolean own = failedIndex.isEmpty() || failedIndex.get() == i;
      fail(
          members.get(i),
          contexts.get(i),
          own
              ? thrown
              : CreatedResources.failed(operations.get(members.get(failedIndex.get())).bulkId()));
    }
  }

  private void check(BulkOperation operation) {
    if (operation.error().isPresent()) {
      throw operation.error().get();
    }
    OperationExecutor.type(operation);
    if (System.nanoTime() - start > timeLimit.toNanos()) {
      throw new ScimException(
          503,
          "Not tried, because the operations before it took longer than the "
              + timeLimit.toSeconds()
              + " seconds that a bulk request may take. Send this operation again.");
    }
    if (isNodeStopping.getAsBoolean()) {
      throw new ScimException(
          503, "Not tried, because this node of the service stops. Send this operation again.");
    }
    if (databaseUnavailable) {
      throw new ScimException(
          503,
          "Not tried, because the database could not be reached or took too long shortly before."
              + " Send this again in some seconds.");
    }
  }

  private void succeed(int index, StoredResource resource) {
    BulkOperation operation = operations.get(index);
    if (operation.isPost()) {
      created.add(operation.bulkId(), resource.id());
    }
    String path =
        operation.isPost() ? "/" + operation.endpoint() + "/" + resource.id() : pathOf(operation);
    results[index] =
        new Result(
            operation.method(),
            operation.bulkId(),
            context.baseUrl() + path,
            resource == null ? null : EntityTags.of(resource.version()),
            executor.status(operation),
            null);
  }

  /** Counts one timeout for a step, because all members of a circle waited together. */
  private void countTimeout(RuntimeException thrown) {
    if (FailureKind.of(thrown) == FailureKind.TIMEOUT) {
      timeouts++;
      databaseUnavailable |= timeouts == MAX_TIMEOUTS;
    }
  }

  private void fail(int index, ScimRequestContext single, RuntimeException thrown) {
    if (FailureKind.of(thrown) == FailureKind.OUTAGE) {
      boolean nothingDone =
          Arrays.stream(results).allMatch(result -> result == null || result.isRefused());
      if (nothingDone) {
        throw thrown;
      }
      databaseUnavailable = true;
    }
    BulkOperation operation = operations.get(index);
    ScimException refusal = (ScimException) errors.toResponse(thrown).getEntity();
    if (!databaseUnavailable) {
      databaseUnavailable = !executor.recordRejection(operation, single, refusal);
    }
    results[index] =
        new Result(
            operation.method(),
            operation.bulkId(),
            locationOf(operation),
            null,
            refusal.status(),
            refusal);
  }

  /** The address of the resource in the path, whether it exists or not; null without one. */
  private String locationOf(BulkOperation operation) {
    String path = pathOf(operation);
    boolean isAddress =
        operation.target() != null
            && References.type(operation).isPresent()
            && !path.contains("/bulkId:");
    return isAddress ? context.baseUrl() + path : null;
  }

  private ScimRequestContext contextOf(BulkOperation operation) {
    return context.operation(
        Shortened.to(16, Objects.requireNonNullElse(operation.method(), "")),
        Shortened.to(512, pathOf(operation)));
  }

  /** The path of the single request, or the path as it was sent if that is unknown. */
  private String pathOf(BulkOperation operation) {
    return operation.target() == null
        ? Objects.requireNonNullElse(operation.path(), "")
        : "/" + operation.endpoint() + "/" + References.target(operation, created::idOrReference);
  }
}
