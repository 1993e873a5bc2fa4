package com.ransomleak.provisioning.release;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/** Reads versions from {@code pom.xml}, the only place where they are chosen. */
public final class Pom {
  private static final Path FILE = ProjectFiles.file("pom.xml");

  private Pom() {}

  /** The version of the product. */
  public static String version() {
    return text("/project/version");
  }

  /** A property of the project, outside of profiles. */
  public static String property(String name) {
    return text("/project/properties/" + name);
  }

  /** A property that a profile sets. */
  public static String property(String profile, String name) {
    return text("/project/profiles/profile[id='" + profile + "']/properties/" + name);
  }

  /** The version of a dependency. */
  public static String dependency(String artifact) {
    return text("/project/dependencies/dependency[artifactId='" + artifact + "']/version");
  }

  private static String text(String path) {
    try {
      Document pom =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(FILE.toFile());
      XPath query = XPathFactory.newDefaultInstance().newXPath();
      String text = query.evaluate(path, pom);
      if (text.isEmpty()) {
        throw new IllegalStateException("pom.xml has no " + path);
      }
      return text;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("pom.xml cannot be read.", e);
    }
  }
}
