package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Reports as JSON or CSV. A list in JSON comes page by page, in CSV whole; what is whole is written
 * row by row, so that its size costs no memory.
 *
 * <pre>{@code
 * {"items":[{"id":"01…","name":"Sales"}],"next":"bmFtZQ…"}
 * }</pre>
 */
final class ReportResponses {
  static final String CSV = "text/csv";
  private static final String JSON_UTF8 = MediaType.APPLICATION_JSON;

  private ReportResponses() {}

  /** Whoever gives rows one by one, in a transaction of its own. */
  @FunctionalInterface
  interface Rows<T> {
    void forEach(Consumer<T> row);
  }

  /**
   * Whether CSV is wanted: by the parameter {@code format}, which a link can carry, else by {@code
   * Accept}.
   *
   * @throws ReportException 400 for another format
   */
  static boolean isCsv(String format, HttpHeaders headers) {
    if (format != null && !format.isBlank()) {
      return switch (format.strip().toLowerCase(Locale.ROOT)) {
        case "csv" -> true;
        case "json" -> false;
        default -> throw ReportException.badParameter("format", "json or csv");
      };
    }
    for (MediaType type : headers.getAcceptableMediaTypes()) {
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (type.isCompatible(MediaType.valueOf(CSV))) {
        return true;
      }
    }
    return false;
  }

  /** One page. */
  static <T> Response page(Columns<T> columns, Listing<T> page) {
    StringBuilder text = new StringBuilder("{\"items\":[");
    for (T item : page.items()) {
      text.append(text.length() > 10 ? "," : "").append(ScimJson.write(columns.json(item)));
    }
    text.append(']');
    page.next().ifPresent(next -> text.append(",\"next\":\"").append(next).append('"'));
    return json(text.append('}').toString());
  }

  /** One thing, with more than its columns say where {@code more} adds to it. */
  static <T> Response one(Columns<T> columns, T item, Consumer<JsonObjectBuilder> more) {
    JsonObjectBuilder object = ScimJson.object(columns.json(item));
    more.accept(object);
    return json(ScimJson.write(object.build()));
  }

  /** All rows as {@code {"items":[…]}}. */
  static <T> Response wholeJson(Columns<T> columns, Rows<T> rows) {
    StreamingOutput body =
        output ->
            write(
                output,
                writer -> {
                  writer.write("{\"items\":[");
                  boolean[] following = new boolean[1];
                  rows.forEach(
                      row ->
                          unchecked(
                              () -> {
                                writer.write(following[0] ? ",\n" : "\n");
                                writer.write(ScimJson.write(columns.json(row)));
                                following[0] = true;
                              }));
                  writer.write("\n]}\n");
                });
    return Response.ok(body, JSON_UTF8).build();
  }

  /**
   * All rows, with a line of names before them. Begins with a byte order mark, without which
   * spreadsheets take UTF-8 for something else.
   *
   * @param name what a browser calls the file, without {@code .csv}
   */
  static <T> Response csv(String name, Columns<T> columns, Rows<T> rows) {
    StreamingOutput body =
        output ->
            write(
                output,
                writer -> {
                  writer.write('\uFEFF');
                  // Not closed here: what fails before its first line must not look complete.
                  CSVPrinter csv = new CSVPrinter(writer, CSVFormat.RFC4180);
                  csv.printRecord(columns.names());
                  rows.forEach(row -> unchecked(() -> csv.printRecord(columns.csv(row))));
                });
    return Response.ok(body, CSV + ";charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
        .build();
  }

  private static Response json(String text) {
    return Response.ok(text.getBytes(StandardCharsets.UTF_8), JSON_UTF8).build();
  }

  @FunctionalInterface
  private interface Step<T> {
    void on(T value) throws IOException;
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private static void write(OutputStream output, Step<Writer> content) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    try {
      content.on(writer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.flush();
  }

  private static void unchecked(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
