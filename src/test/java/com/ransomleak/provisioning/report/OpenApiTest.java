package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiDocument;
import com.ransomleak.provisioning.platform.ReportsApplication;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's document and its resources say the same. */
class OpenApiTest {
  private static final ApiDocument DOCUMENT = ApiDocument.read();

  @Test
  void eachPathIsDescribedAndEachDescribedPathIsThere() {
    assertEquals(new TreeSet<>(resources().keySet()), DOCUMENT.paths());
  }

  @Test
  void parametersAreThoseOfTheDocument() {
    Map<String, Set<String>> described = new TreeMap<>();
    DOCUMENT.paths().forEach(path -> described.put(path, DOCUMENT.parameters(path)));
    Map<String, Set<String>> taken = new TreeMap<>();
    resources()
        .forEach(
            (path, method) ->
                taken.put(
                    path,
                    report(path).map(report -> parameters(report)).orElse(parameters(method))));
    assertEquals(taken, described);
  }

  @Test
  void columnsAreThoseOfTheDocument() {
    for (Report<?> report : ReportCatalog.ALL) {
      assertEquals(
          new TreeSet<>(report.columns()),
          DOCUMENT.itemProperties("/" + report.path()),
          report.path());
    }
  }

  @Test
  void resourcesAreReadOnly() {
    assertTrue(
        resources().values().stream().allMatch(method -> method.isAnnotationPresent(GET.class)));
  }

  @Test
  void referencesLeadSomewhereAndNoComponentIsLeftOver() {
    String text = DOCUMENT.json().toString();
    Set<String> meant =
        Pattern.compile("\"#(/components/[^\"]+)\"")
            .matcher(text)
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> components =
        Stream.of("parameters", "responses", "schemas")
            .flatMap(
                kind ->
                    DOCUMENT
                        .json()
                        .getJsonObject("components")
                        .getJsonObject(kind)
                        .keySet()
                        .stream()
                        .map(name -> "/components/" + kind + "/" + name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(components, meant);
  }

  /** Methods that answer requests, by path below {@code /api/v1}. */
  private static Map<String, Method> resources() {
    Map<String, Method> resources = new TreeMap<>();
    for (Class<?> type : new ReportsApplication().getClasses()) {
      if (type.isAnnotationPresent(Path.class)) {
        Arrays.stream(type.getDeclaredMethods())
            .filter(OpenApiTest::isEndpoint)
            .forEach(method -> resources.put(path(type, method), method));
      }
    }
    return resources;
  }

  private static boolean isEndpoint(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static String path(Class<?> type, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path =
        "/" + type.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
    assertTrue(path.startsWith("/v1/"), path);
    return path.substring("/v1".length());
  }

  private static Optional<Report<?>> report(String path) {
    return ReportCatalog.ALL.stream()
        .filter(report -> path.equals("/" + report.path()))
        .findFirst();
  }

  private static Set<String> parameters(Report<?> report) {
    Set<String> names = new TreeSet<>();
    report.parameterNames().forEach(name -> names.add("query " + name));
    Pattern.compile("\\{(.*?)}")
        .matcher(report.path())
        .results()
        .forEach(variable -> names.add("path " + variable.group(1)));
    return names;
  }

  private static Set<String> parameters(Method method) {
    Set<String> names = new TreeSet<>();
    List<AnnotatedElement> elements = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      elements.add(parameter);
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        elements.addAll(List.of(parameter.getType().getDeclaredFields()));
      }
    }
    for (AnnotatedElement element : elements) {
      QueryParam query = element.getAnnotation(QueryParam.class);
      PathParam path = element.getAnnotation(PathParam.class);
      if (query != null) {
        names.add("query " + query.value());
      } else if (path != null) {
        names.add("path " + path.value());
      }
    }
    return names;
  }
}
