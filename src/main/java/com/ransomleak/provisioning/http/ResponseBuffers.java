package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The response buffers of a request. They are released at the end of the request, even when the
 * client disconnects, and for HEAD, which writes nothing.
 */
@RequestScoped
public class ResponseBuffers {
  @Inject private ResponseFiles files;

  private final List<ResponseBuffer> buffers = new ArrayList<>();

  /**
   * Opens an empty response.
   *
   * @param selections the selection by the name of the resource type
   */
  public ResponseWriter open(TenantId tenant, Function<String, AttributeSelection> selections) {
    ResponseBuffer buffer = new ResponseBuffer(files, tenant);
    buffers.add(buffer);
    return new ResponseWriter(buffer, selections);
  }

  @PreDestroy
  void close() {
    buffers.forEach(ResponseBuffer::close);
    buffers.clear();
  }
}
