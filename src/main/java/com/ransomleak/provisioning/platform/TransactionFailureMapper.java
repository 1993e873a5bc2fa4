package com.ransomleak.provisioning.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * What fails at the end of a transaction is answered as everything else is. Jersey has a mapper of
 * its own for these, nearer to their class than {@link ErrorMapper}, which answers an empty 500.
 */
@Provider
@ApplicationScoped
public class TransactionFailureMapper implements ExceptionMapper<TransactionalException> {
  @Inject private ErrorMapper errors;

  @Override
  public Response toResponse(TransactionalException thrown) {
    return errors.toResponse(thrown);
  }
}
