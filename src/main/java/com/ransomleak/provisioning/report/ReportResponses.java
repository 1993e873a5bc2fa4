package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Reports as JSON or CSV. JSON lists come page by page. CSV comes whole and is written row by row,
 * so that its size costs no memory.
 *
 * <pre>{@code
 * {"items":[{"id":"01…","name":"Sales"}],"next":"bmFtZQ…"}
 * }</pre>
 */
@ApplicationScoped
public class ReportResponses {
  static final MediaType CSV = new MediaType("text", "csv", "UTF-8");

  @Inject private Reports reports;

  /** Writes each row to a consumer, in a transaction of its own. */
  @FunctionalInterface
  interface Rows<T> {
    void forEach(Consumer<T> row);
  }

  /** A step that can fail to write. */
  @FunctionalInterface
  private interface Output<T> {
    void write(T value) throws IOException;

    default void accept(T value) {
      try {
        write(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Answers a request for a list.
   *
   * @throws ReportException 400 for a parameter that the report does not have, 404 for an unknown
   *     id
   */
  <T extends Record> Response list(Report<T> report, Call call) {
    TenantId tenant = call.tenant(report.purpose());
    ReportRequest request = call.request(report);
    return call.isCsv()
        ? csv(report.name(), report.row(), request.columns(), rows(tenant, report, request))
        : page(reports.page(tenant, report, request), request.columns());
  }

  /**
   * Answers with a list that has no pages, whatever the format.
   *
   * @throws ReportException 404 for an unknown id
   */
  <T extends Record> Response whole(Report<T> report, ReportRequest request, Call call) {
    Rows<T> rows = rows(call.tenant(), report, request.first());
    return call.isCsv() ? csv(report.name(), report.row(), rows) : json(rows);
  }

  private <T extends Record> Rows<T> rows(
      TenantId tenant, Report<T> report, ReportRequest request) {
    // While the rows are written, it is too late for an error.
    reports.check(tenant, report, request);
    return row -> reports.each(tenant, report, request, row);
  }

  static Response page(Page<? extends Record> page) {
    return page(page, List.of());
  }

  /** The required columns and some others of each row; all columns if none are named. */
  private static Response page(Page<? extends Record> page, List<String> columns) {
    List<String> members =
        columns.isEmpty()
            ? columns
            : Stream.concat(Person.REQUIRED.stream(), columns.stream()).toList();
    JsonArrayBuilder items = ScimJson.array();
    page.items()
        .forEach(
            item ->
                items.add(
                    members.isEmpty()
                        ? RecordWriter.json(item)
                        : RecordWriter.json(item, members)));
    JsonObjectBuilder body = ScimJson.object().add("items", items);
    page.previous().ifPresent(cursor -> body.add("previous", cursor));
    page.next().ifPresent(cursor -> body.add("next", cursor));
    return json(body);
  }

  static Response json(JsonObjectBuilder body) {
    byte[] bytes = ScimJson.write(body.build()).getBytes(StandardCharsets.UTF_8);
    return Response.ok(bytes, MediaType.APPLICATION_JSON).build();
  }

  /** All rows as {@code {"items":[…]}}. */
  private static <T extends Record> Response json(Rows<T> rows) {
    StreamingOutput body =
        stream(
            writer -> {
              writer.write("{\"items\":[");
              String[] separator = {"\n"};
              Output<T> print =
                  row -> {
                    writer.write(separator[0] + ScimJson.write(RecordWriter.json(row).build()));
                    separator[0] = ",\n";
                  };
              rows.forEach(print::accept);
              writer.write("\n]}\n");
            });
    return Response.ok(body, MediaType.APPLICATION_JSON).build();
  }

  /** All rows with all columns. */
  static <T extends Record> Response csv(String name, Class<T> type, Rows<T> rows) {
    return csv(name, type, List.of(), rows);
  }

  /**
   * All rows after a line of names. The byte order mark tells spreadsheets that this is UTF-8.
   *
   * @param name what a browser calls the file, without {@code .csv}
   * @param columns the only columns; empty for all
   */
  static <T extends Record> Response csv(
      String name, Class<T> type, List<String> columns, Rows<T> rows) {
    StreamingOutput body =
        stream(
            writer -> {
              writer.write('\uFEFF');
              // Not closed here: a report that fails before its first row must not look complete.
              CSVPrinter csv = new CSVPrinter(writer, CSVFormat.RFC4180);
              csv.printRecord(
                  columns.isEmpty()
                      ? RecordWriter.header(type)
                      : columns.stream().map(RecordWriter::safe).toList());
              Output<T> print =
                  row ->
                      csv.printRecord(
                          columns.isEmpty()
                              ? RecordWriter.csv(row)
                              : RecordWriter.csv(row, columns));
              rows.forEach(print::accept);
            });
    return Response.ok(body, CSV)
        .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
        .build();
  }

  private static StreamingOutput stream(Output<Writer> content) {
    return output -> {
      Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
      try {
        content.write(writer);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      writer.flush();
    };
  }
}
