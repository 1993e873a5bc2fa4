package com.ransomleak.provisioning.demo;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Payara Micro as a child process: ends when the WAR does not deploy for another reason than the
 * configuration, where Micro alone would go on without it, and ends when its parent is gone,
 * together with the embedded database that the parent left behind.
 */
final class PayaraMicroMain {
  private PayaraMicroMain() {}

  private static volatile boolean orphaned;

  /**
   * Takes Micro's own arguments, and first the folder of the embedded database's cluster, or {@code
   * -} when there is none. Standard input must be a pipe that the parent keeps open.
   */
  public static void main(String... arguments) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endDatabase(arguments[0]), "database"));
    Thread watch = new Thread(PayaraMicroMain::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    PayaraMicro.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    var deployed =
        PayaraMicro.getInstance().getRuntime().getLocalDescriptor().getDeployedApplications();
    if (deployed.isEmpty()) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        // After an error of the configuration, the application itself ends the process.
        if (thread.getName().equals("provisioning ends")) {
          thread.join();
        }
      }
      System.exit(2);
    }
  }

  private static void endWithParent() {
    try {
      // The operating system closes the pipe however the parent ends.
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      System.err.println("The parent cannot be watched: " + e.getMessage());
    }
    orphaned = true;
    System.exit(0);
  }

  private static void endDatabase(String data) {
    if (!orphaned || data.equals("-")) {
      return;
    }
    try {
      var postmaster = Postmaster.in(Path.of(data));
      if (postmaster.isPresent()) {
        postmaster.get().end();
      }
    } catch (IOException e) {
      System.err.println("The database did not end: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
