package com.ransomleak.provisioning;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The package dependencies of {@code src/docs/adr/0005} and other rules of structure. */
@AnalyzeClasses(packages = "com.ransomleak.provisioning", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "com.ransomleak.provisioning";

  /** A class with a field of one of these types asks the database. */
  private static final Set<String> DATABASE_ACCESS =
      Set.of(Jdbi.class.getName(), Sql.class.getName(), EntityManager.class.getName());

  /** What each package may import of ours, beside its own subpackages. */
  private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

  @ArchTest
  static void packagesImportOnlyWhatThePictureShows(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    MAY_IMPORT.forEach(
        (room, allowed) -> {
          String[] open =
              Stream.concat(Stream.of(room), allowed.stream())
                  .map(name -> ROOT + "." + name + "..")
                  .toArray(String[]::new);
          DescribedPredicate<JavaClass> closed =
              resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(open)));
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + room + "..")
              .should(dependOnClassesThat(closed))
              .check(classes);
        });
  }

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceInThePicture =
      classes()
          .should()
          .resideInAnyPackage(
              MAY_IMPORT.keySet().stream()
                  .map(room -> ROOT + "." + room + "..")
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule scimIsPlainJava =
      classes()
          .that()
          .resideInAPackage(ROOT + ".scim..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".scim..", "java..", "jakarta.json..");

  /** Every other package uses JPA, or Jdbi with named parameters and rows read by column name. */
  @ArchTest
  static final ArchRule onlyTheStoreUsesJdbc =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  /** Pages call the methods of a record, because Jakarta EL 6 does not read its getters. */
  @ArchTest
  static final ArchRule recordsOfPagesHaveNoGetters =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(ROOT + ".console")
          .and()
          .areDeclaredInClassesThat()
          .areRecords()
          .should()
          .haveNameMatching("get[A-Z].*");

  /** The nodes may have different clocks; the console only tells how long ago something was. */
  @ArchTest
  static final ArchRule timesAreTheDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".console")
          .should()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now", ZoneId.class);

  /** The tenant is decided once and carried openly: nobody can forget it (N-04). */
  @ArchTest
  static final ArchRule storesTakeTheTenantFirst =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              DescribedPredicate.describe(
                  "ask the database",
                  type ->
                      type.getFields().stream()
                          .anyMatch(
                              field -> DATABASE_ACCESS.contains(field.getRawType().getName()))))
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage(ROOT + ".store")
          // They get the tenant within the change, and the token says whose it is.
          .and()
          .doNotHaveName("beforeWrite")
          .and()
          .doNotHaveName("afterWrite")
          .and()
          .doNotHaveName("afterUsers")
          .and()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName(ROOT + ".tenant.TokenVerifier")
          .should(
              new ArchCondition<JavaMethod>("take a TenantId first") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean first =
                      !method.getRawParameterTypes().isEmpty()
                          && method.getRawParameterTypes().get(0).isEquivalentTo(TenantId.class);
                  events.add(new SimpleConditionEvent(method, first, method.getFullName()));
                }
              });

  @Test
  void everyPackageSaysWhatBelongsThere() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java"))) {
      List<Path> silent =
          folders
              .filter(Files::isDirectory)
              .filter(ArchitectureTest::hasSources)
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
      Assertions.assertEquals(List.of(), silent);
    }
  }

  private static boolean hasSources(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What each package may import, as its package-info says. */
  private static Map<String, Set<String>> mayImport() {
    Path root = Path.of("src/main/java", ROOT.split("\\."));
    try (Stream<Path> folders = Files.list(root)) {
      return folders.collect(
          Collectors.toMap(folder -> folder.getFileName().toString(), ArchitectureTest::allowed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> allowed(Path folder) {
    try (Stream<Path> siblings = Files.list(folder.getParent())) {
      String info = Files.readString(folder.resolve("package-info.java")).replace("\n *", " ");
      Matcher list =
          Pattern.compile("May import: (.*?)(<p>|package )", Pattern.DOTALL).matcher(info);
      Assertions.assertTrue(list.find(), () -> folder + " does not say what it may import");
      return list.group(1).startsWith("every other package")
          ? siblings.map(it -> it.getFileName().toString()).collect(Collectors.toSet())
          : Pattern.compile("\\{@code\\s+(\\w+)}")
              .matcher(list.group(1))
              .results()
              .map(it -> it.group(1))
              .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
