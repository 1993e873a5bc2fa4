package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.Organisation;
import com.ransomleak.provisioning.fixture.Organisation.Person;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends an organisation with concurrent requests, in random order. */
record OrganisationDelivery(Organisation organisation, ScimClient client, Random random) {
  private static final int THREADS = 8;
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  void run() throws Exception {
    List<Person> order = new ArrayList<>(organisation.people());
    Collections.shuffle(order, random);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Person person : order) {
        boolean later = random.nextInt(10) == 0;
        running.add(threads.submit(() -> deliver(person, later)));
      }
      for (Future<?> done : running) {
        done.get(20, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One in ten gets department and manager by a PATCH, as Okta sends them after the creation. */
  private void deliver(Person person, boolean later) {
    JsonObjectBuilder enterprise = ScimJson.object().add("department", person.department());
    if (person.reference() != null) {
      enterprise.add("manager", ScimJson.object().add("value", person.reference()));
    }
    JsonObjectBuilder user =
        ScimJson.object()
            .add("userName", organisation.userName(person.number()))
            .add("externalId", organisation.externalId(person.number()))
            .add(
                "emails",
                ScimJson.array()
                    .add(
                        ScimJson.object()
                            .add("value", organisation.email(person.number()))
                            .add("type", "work")
                            .add("primary", true)));
    JsonObjectBuilder number =
        ScimJson.object().add("employeeNumber", organisation.employeeNumber(person.number()));
    if (later) {
      String id =
          client
              .post("/Users", ScimJson.write(user.add(ENTERPRISE, number).build()))
              .expect(201)
              .id();
      client
          .patch(
              "/Users/" + id,
              "{\"op\":\"replace\",\"value\":"
                  + ScimJson.write(ScimJson.object().add(ENTERPRISE, enterprise).build())
                  + "}")
          .expect(200);
    } else {
      client
          .post("/Users", ScimJson.write(user.add(ENTERPRISE, enterprise.addAll(number)).build()))
          .expect(201);
    }
  }
}
