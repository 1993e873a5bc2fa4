package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.report.FindingsResource;
import com.ransomleak.provisioning.report.OpenApiResource;
import com.ransomleak.provisioning.report.OverviewResource;
import com.ransomleak.provisioning.report.ReportsResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/**
 * Reports below {@code /api}; the version is part of the resources' paths. What is shared with
 * {@link ScimApplication} gets the servlet's request from CDI: by {@code @Context} both would get
 * that of one application.
 */
@ApplicationPath("api")
public class ReportsApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        OpenApiResource.class,
        FindingsResource.class,
        OverviewResource.class,
        ReportsResource.class,
        RequestFilter.class,
        ReaderFilter.class,
        ResponseFilter.class,
        LargeResponseInterceptor.class,
        ErrorMapper.class,
        TransactionFailureMapper.class);
  }

  /** For Jersey: no WADL document, OpenAPI describes this. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
