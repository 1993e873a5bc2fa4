package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.bulk.BulkResource;
import com.ransomleak.provisioning.discovery.DiscoveryResource;
import com.ransomleak.provisioning.root.ResourceEndpoint;
import com.ransomleak.provisioning.root.RootResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/**
 * SCIM below {@code /scim}; the version is part of the resources' paths, so that a wrong one can be
 * named (H-07).
 */
@ApplicationPath("scim")
public class ScimApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        ResourceEndpoint.class,
        BulkResource.class,
        DiscoveryResource.class,
        RootResource.class,
        RequestFilter.class,
        BodyFilter.class,
        TokenFilter.class,
        RequestBytesFilter.class,
        ResponseFilter.class,
        LargeResponseInterceptor.class,
        ErrorMapper.class,
        TransactionFailureMapper.class);
  }

  /** For Jersey: OPTIONS answers with Allow instead of a WADL document. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
