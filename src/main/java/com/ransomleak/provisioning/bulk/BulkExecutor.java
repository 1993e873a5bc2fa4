package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.scim.message.BulkResponse.Result;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.user.BulkCreateException;
import com.ransomleak.provisioning.user.NewUser;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One bulk request on its way. Each operation is carried out as the single request it stands for,
 * in a transaction of its own, so that a bad one harms no other (B-03); people who name each other
 * in a circle are created in one transaction, all or none (B-06).
 *
 * <p>An operation that refers to a failed one fails too, with 409, rather than do half of what it
 * should. An outage of the database ends the run, and so do some operations that take too long:
 * what is left gets 503 without being tried, since a thousand waits in a row would keep the client
 * for hours. So does what is left when the time of the whole request is over.
 */
final class BulkExecutor {
  /** One may wait for what somebody else holds, which is no other operation's fault (B-03). */
  private static final int MOST_TIMEOUTS = 3;

  private final BulkRequest request;
  private final List<BulkOperation> operations;
  private final ScimRequestContext exchange;
  private final OperationExecutor requests;
  private final ExceptionMapper<Throwable> errors;
  private final CreatedResources created;
  private final Result[] results;
  private final Duration timeLimit;
  private final long start = System.nanoTime();
  private int timeouts;
  private boolean down;

  /**
   * Before anything happens.
   *
   * @param errors makes of each failure what a single request would be answered
   * @param timeLimit after which no other operation begins
   */
  BulkExecutor(
      BulkRequest request,
      ScimRequestContext exchange,
      OperationExecutor requests,
      ExceptionMapper<Throwable> errors,
      Duration timeLimit) {
    this.request = request;
    this.operations = request.operations();
    this.exchange = exchange;
    this.requests = requests;
    this.errors = errors;
    this.timeLimit = timeLimit;
    this.created = new CreatedResources(operations);
    this.results = new Result[operations.size()];
  }

  /**
   * Carries everything out, or as much as failOnErrors allows (B-04).
   *
   * @return what became of whatever was tried, in the order of the request
   * @throws RuntimeException when the database was out of reach before anything had succeeded
   */
  List<Result> results() {
    long failed = 0;
    for (BulkPlan.Step step : BulkPlan.of(operations)) {
      if (step.isCircle()) {
        carryOutTogether(step.members());
      } else {
        carryOut(step.members().get(0));
      }
      failed += step.members().stream().filter(i -> results[i].isRefused()).count();
      if (request.failOnErrors().isPresent() && failed >= request.failOnErrors().getAsInt()) {
        break;
      }
    }
    return Arrays.stream(results).filter(Objects::nonNull).toList();
  }

  private void carryOut(int index) {
    BulkOperation operation = operations.get(index);
    ScimRequestContext single = exchangeOf(operation);
    try {
      check(operation);
      Response answer =
          requests.send(
              operation,
              References.target(operation, created::id),
              References.data(operation, created::id),
              single);
      succeed(index, answer);
    } catch (RuntimeException e) {
      countTimeout(e);
      fail(index, single, e);
    }
  }

  /** A circle of POSTs: each gets its id beforehand, for the others to name. */
  private void carryOutTogether(List<Integer> members) {
    Map<String, String> ahead = new HashMap<>();
    members.forEach(i -> ahead.put(operations.get(i).bulkId(), ResourceId.next().toString()));
    List<ScimRequestContext> exchanges =
        members.stream().map(i -> exchangeOf(operations.get(i))).toList();
    List<NewUser> arrivals = new ArrayList<>();
    try {
      for (int member : members) {
        arrivals.add(arrival(operations.get(member), ahead, exchanges.get(arrivals.size())));
      }
      List<Response> answers = requests.sendTogether(arrivals);
      for (int i = 0; i < members.size(); i++) {
        succeed(members.get(i), answers.get(i));
      }
    } catch (RuntimeException e) {
      countTimeout(e);
      failTogether(members, exchanges, culprit(e, arrivals.size(), members.size()), e);
    }
  }

  private NewUser arrival(
      BulkOperation post, Map<String, String> ahead, ScimRequestContext single) {
    check(post);
    if (OperationExecutor.type(post) != Schemas.user()) {
      throw ScimException.conflict(
          "bulkId "
              + ScimJson.excerpt(post.bulkId())
              + " refers to itself, directly or in a circle. Only users can, as managers: create"
              + " the group without the reference.");
    }
    JsonObject body =
        References.data(post, name -> ahead.containsKey(name) ? ahead.get(name) : created.id(name));
    return new NewUser(UUID.fromString(ahead.get(post.bulkId())), body, single);
  }

  /** Whose fault it was; empty when it was nobody's, or everybody's. */
  private static Optional<Integer> culprit(RuntimeException thrown, int prepared, int all) {
    boolean notTried = thrown instanceof ScimException refusal && refusal.status() == 503;
    if (notTried || FailureKind.of(thrown) != FailureKind.OTHER) {
      return Optional.empty();
    }
    if (thrown instanceof BulkCreateException refused) {
      return Optional.of(refused.index());
    }
    return prepared < all ? Optional.of(prepared) : Optional.empty();
  }

  private void failTogether(
      List<Integer> members,
      List<ScimRequestContext> exchanges,
      Optional<Integer> culprit,
      RuntimeException thrown) {
    for (int i = 0; i < members.size(); i++) {
      boolean own = culprit.isEmpty() || culprit.get() == i;
      fail(
          members.get(i),
          exchanges.get(i),
          own
              ? thrown
              : CreatedResources.failed(operations.get(members.get(culprit.get())).bulkId()));
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
          null,
          "Not tried, because the operations before it took longer than the "
              + timeLimit.toSeconds()
              + " seconds that a bulk request may take. Send this operation again.");
    }
    if (down) {
      throw new ScimException(
          503,
          null,
          "Not tried, because the database could not be reached or took too long shortly before."
              + " Send this again in some seconds.");
    }
  }

  private void succeed(int index, Response answer) {
    BulkOperation operation = operations.get(index);
    String location =
        operation.isPost()
            ? answer.getLocation().toString()
            : exchange.baseUrl() + pathOf(operation);
    if (operation.isPost()) {
      created.add(operation.bulkId(), location.substring(location.lastIndexOf('/') + 1));
    }
    results[index] =
        new Result(
            operation.method(),
            operation.bulkId(),
            location,
            (String) answer.getHeaders().getFirst("ETag"),
            answer.getStatus(),
            null);
  }

  /** Of a step: all members of a circle waited together. */
  private void countTimeout(RuntimeException thrown) {
    if (FailureKind.of(thrown) == FailureKind.TIMEOUT) {
      timeouts++;
      down |= timeouts == MOST_TIMEOUTS;
    }
  }

  private void fail(int index, ScimRequestContext single, RuntimeException thrown) {
    if (FailureKind.of(thrown) == FailureKind.OUTAGE) {
      boolean nothingDone =
          Arrays.stream(results).allMatch(result -> result == null || result.isRefused());
      if (nothingDone) {
        throw thrown;
      }
      down = true;
    }
    BulkOperation operation = operations.get(index);
    ScimException refusal = (ScimException) errors.toResponse(thrown).getEntity();
    if (!down) {
      down = !requests.recordRefusal(operation, single, refusal);
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

  /** What an id in the path leads to, whether that is there or not; null where there is none. */
  private String locationOf(BulkOperation operation) {
    String path = pathOf(operation);
    boolean leadsSomewhere =
        operation.target() != null
            && References.type(operation).isPresent()
            && !path.contains("/bulkId:");
    return leadsSomewhere ? exchange.baseUrl() + path : null;
  }

  private ScimRequestContext exchangeOf(BulkOperation operation) {
    return exchange.operation(
        Shortened.to(16, Objects.requireNonNullElse(operation.method(), "")),
        Shortened.to(512, pathOf(operation)));
  }

  /** As it would be for a single request; as it was sent where that cannot be said. */
  private String pathOf(BulkOperation operation) {
    return operation.target() == null
        ? Objects.requireNonNullElse(operation.path(), "")
        : "/" + operation.endpoint() + "/" + References.target(operation, created::idOrReference);
  }
}
