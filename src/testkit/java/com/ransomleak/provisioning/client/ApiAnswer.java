package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the reports' API answered to a request. */
public record ApiAnswer(String request, int status, HttpHeaders headers, String body) {

  /** This answer, if it has that status. */
  public ApiAnswer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("Not " + expected + ": " + this);
    }
    return this;
  }

  /** Empty when there is none. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public JsonObject json() {
    return ScimJson.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The rows of a page. */
  public List<JsonObject> items() {
    return json().getJsonArray("items").getValuesAs(JsonObject.class);
  }

  /** Where the next page begins; null on the last one. */
  public String next() {
    return json().getString("next", null);
  }

  /** Where the page before is; null on the first one. */
  public String previous() {
    return json().getString("previous", null);
  }

  /** What a problem says. */
  public String detail() {
    return json().getString("detail");
  }

  @Override
  public String toString() {
    return request + " → " + status + " " + headers.map() + "\n" + body;
  }
}
