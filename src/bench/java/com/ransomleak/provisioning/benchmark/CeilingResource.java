package com.ransomleak.provisioning.benchmark;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The least a resource on this server can do: no token, no tenant, no validation, one statement. No
 * provisioning can be quicker, so ours is measured as a part of it.
 */
@Path("items")
@ApplicationScoped
public class CeilingResource {
  @Resource(lookup = "jdbc/provisioning")
  private DataSource source;

  /** Whether it answers. */
  @GET
  public String ready() {
    return "ready";
  }

  /** One select by key. */
  @GET
  @Path("{id}")
  public String read(@PathParam("id") String id) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select document from ceiling.item where id = ?")) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** One insert with its audit row, in one statement and so in one transaction. */
  @POST
  public Response create(String document) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with made as (insert into ceiling.item (document) values (?) returning id)
                insert into ceiling.audit (item_id, action) select id, 'create' from made
                """)) {
      insert.setString(1, document);
      insert.executeUpdate();
      return Response.status(Response.Status.CREATED).entity(document).build();
    }
  }
}
