package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Records, for every test, the rows that its name contains and its result. {@code
 * target/conformance} has a file for the unit tests and one for the integration tests, with a line
 * for each row and test:
 *
 * <pre>{@code
 * F-05<tab>passed<tab>ConversationIT, Q-G-lists.json
 * }</pre>
 */
public final class RowRecorder implements TestExecutionListener {
  static final Path FOLDER = ProjectFiles.file("target", "conformance");
  static final String ON_A_SERVER = "tests-on-a-server.tsv";
  static final String UNIT = "unit-tests.tsv";

  private final Set<String> lines = new ConcurrentSkipListSet<>();
  private TestPlan plan;
  private boolean onServer;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
      note(test, passed ? "passed" : "failed");
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, "skipped");
  }

  private void note(TestIdentifier test, String result) {
    Set<String> ids = new TreeSet<>();
    String file = "";
    String testClass = "";
    for (Optional<TestIdentifier> at = Optional.of(test);
        at.isPresent();
        at = plan.getParent(at.get())) {
      TestIdentifier here = at.get();
      ids.addAll(RowIds.in(here.getDisplayName()));
      if (here.getDisplayName().endsWith(".json")) {
        file = ", " + here.getDisplayName();
      }
      if (here.getSource().orElse(null) instanceof MethodSource method) {
        testClass = method.getClassName();
      } else if (here.getSource().orElse(null) instanceof ClassSource source) {
        testClass = source.getClassName();
      }
    }
    String name = testClass.substring(testClass.lastIndexOf('.') + 1);
    onServer |= name.endsWith("IT");
    for (String id : ids) {
      lines.add(id + "\t" + result + "\t" + name + file);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(onServer ? ON_A_SERVER : UNIT), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
