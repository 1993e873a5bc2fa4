package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.report.ManagersResource;
import com.ransomleak.provisioning.report.OpenApiResource;
import com.ransomleak.provisioning.report.OrgChartResource;
import com.ransomleak.provisioning.report.OverviewResource;
import com.ransomleak.provisioning.report.PendingManagersResource;
import com.ransomleak.provisioning.report.PeopleResource;
import com.ransomleak.provisioning.report.ReportingLinesResource;
import com.ransomleak.provisioning.report.RolesResource;
import com.ransomleak.provisioning.report.TeamsResource;
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
        OverviewResource.class,
        ManagersResource.class,
        OrgChartResource.class,
        PendingManagersResource.class,
        PeopleResource.class,
        ReportingLinesResource.class,
        RolesResource.class,
        TeamsResource.class,
        RequestFilter.class,
        ReaderFilter.class,
        ReportParameterFilter.class,
        ResponseFilter.class,
        GzipInterceptor.class,
        ErrorMapper.class,
        TransactionFailureMapper.class);
  }

  /** For Jersey: no WADL document, OpenAPI describes this. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
