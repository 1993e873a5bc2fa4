package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.report.ReportException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses parameters that a report does not know: whoever misspells {@code team} should not take
 * everybody for the team.
 */
@Provider
@ApplicationScoped
public class ReportParameterFilter implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Set<String> known = parameters(resource.getResourceMethod());
    for (String sent : request.getUriInfo().getQueryParameters().keySet()) {
      if (!known.contains(sent)) {
        throw ReportException.unknownParameter(sent, known);
      }
    }
  }

  private static Set<String> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .flatMap(ReportParameterFilter::elements)
        .filter(element -> element.isAnnotationPresent(QueryParam.class))
        .map(element -> element.getAnnotation(QueryParam.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<? extends AnnotatedElement> elements(Parameter parameter) {
    return parameter.isAnnotationPresent(BeanParam.class)
        ? Arrays.stream(parameter.getType().getDeclaredFields())
        : Stream.of(parameter);
  }
}
