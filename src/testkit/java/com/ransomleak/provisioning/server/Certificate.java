package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code *.localhost} that only the tests trust. */
public final class Certificate {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final KeyStore store;

  private Certificate(KeyStore store) {
    this.store = store;
  }

  /** Creates one with the JDK's keytool. */
  public static Certificate make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keystore.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(ProjectFiles.java()).resolveSibling("keytool").toString(),
                "-genkeypair",
                "-alias",
                "proxy",
                "-keyalg",
                "EC",
                "-dname",
                "CN=acme.localhost",
                "-ext",
                "SAN=dns:acme.localhost,dns:localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed; see " + folder.resolve("keytool.log"));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(file)) {
      store.load(input, PASSWORD);
    }
    return new Certificate(store);
  }

  public String certificate() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate("proxy").getEncoded());
  }

  public String privateKey() throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey("proxy", PASSWORD).getEncoded());
  }

  /** The TLS settings of a client that trusts it. */
  public SSLContext trusted() throws GeneralSecurityException, IOException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("proxy", store.getCertificate("proxy"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
