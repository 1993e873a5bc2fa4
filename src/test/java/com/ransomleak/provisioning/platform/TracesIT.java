package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The settings of the chapter Traces in {@code src/docs/operations.md}. */
class TracesIT {
  @Test
  @DisplayName("A node sends a span of each request to the collector, in the trace of the proxy")
  void spans() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          InputStream body = exchange.getRequestBody();
          if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(body);
          }
          received.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    Map<String, String> settings =
        Map.of(
            "otel.sdk.disabled",
            "false",
            "otel.service.name",
            "ransomleak-provisioning",
            "otel.traces.exporter",
            "otlp",
            "otel.logs.exporter",
            "none",
            "otel.metrics.exporter",
            "none",
            "otel.exporter.otlp.protocol",
            "http/protobuf",
            "otel.exporter.otlp.endpoint",
            "http://127.0.0.1:" + collector.getAddress().getPort());
    String trace = "%032x".formatted(System.nanoTime());
    try (ServerProcess node = RunningServer.secondNode(settings)) {
      ScimClient.of("acme")
          .on(node.baseUri())
          .with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
          .get("/Users?count=1")
          .expect(200);
      String bytes = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
      Eventually.holds("the span", () -> assertTrue(String.join("\n", received).contains(bytes)));
    } finally {
      collector.stop(0);
    }
    assertTrue(String.join("\n", received).contains("ransomleak-provisioning"));
  }
}
