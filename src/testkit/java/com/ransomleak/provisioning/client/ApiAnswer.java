package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A response of the reports API. */
public record ApiAnswer(String request, int status, HttpHeaders headers, String body) {

  /** This response; fails if its status differs. */
  public ApiAnswer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("Not " + expected + ": " + this);
    }
    return this;
  }

  /** The value of the header; empty without one. */
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

  /** The cursor of the next page; null on the last page. */
  public String next() {
    return json().getString("next", null);
  }

  /** The cursor of the previous page; null on the first page. */
  public String previous() {
    return json().getString("previous", null);
  }

  /** The detail of a problem document. */
  public String detail() {
    return json().getString("detail");
  }

  @Override
  public String toString() {
    return request + " → " + status + " " + headers.map() + "\n" + body;
  }
}
