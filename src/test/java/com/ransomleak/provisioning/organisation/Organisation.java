package com.ransomleak.provisioning.organisation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * People in teams and reporting lines, made from a seed, and the truth about them: who is whose
 * manager and who is in which team, computed here and from nothing of ours. Person 0 is at the top;
 * references name managers in every way there is, departments are spelled in every way there is.
 */
final class Organisation {
  static final int LEVELS = 12;
  private static final int CYCLES = 3;
  private static final int CYCLE_LENGTH = 4;

  private final String prefix;
  private final Random random;
  private final List<Person> people = new ArrayList<>();
  private final List<String> teams = new ArrayList<>();
  private Map<Integer, List<Integer>> reports;

  /**
   * Somebody.
   *
   * @param manager the number of the manager as the reference says, or -1 where it leads to nobody
   * @param reference as it is sent; null for none
   * @param department as it is sent
   * @param team what the department means
   */
  record Person(
      int number, int manager, String reference, String department, String team, int level) {}

  /**
   * Makes an organisation.
   *
   * @param prefix begins every name, so that nobody else has it
   * @param wrong the part of references that lead to nobody, in percent; also whether there are
   *     cycles
   */
  Organisation(String prefix, int size, int teamCount, int wrong, long seed) {
    this.prefix = prefix;
    this.random = new Random(seed);
    for (int i = 0; i < teamCount; i++) {
      teams.add("Équipe & Team " + prefix + " " + i);
    }
    for (int i = 0; i < size; i++) {
      people.add(person(i, wrong));
    }
    if (wrong > 0) {
      closeCycles();
    }
  }

  private Person person(int number, int wrong) {
    String team = teams.get(number < teams.size() ? number : random.nextInt(teams.size()));
    if (number == 0) {
      return new Person(0, -1, null, spelled(team), team, 0);
    }
    // The first make a chain, so that there are as many levels as there should be.
    int manager = number < LEVELS ? number - 1 : someoneAbove();
    int level = people.get(manager).level() + 1;
    if (number >= LEVELS && random.nextInt(100) < wrong) {
      return new Person(number, -1, prefix + "-nobody-" + number, spelled(team), team, level);
    }
    return new Person(number, manager, reference(manager), spelled(team), team, level);
  }

  private int someoneAbove() {
    // One in ten manages: teams as large as they are in companies.
    int candidate;
    do {
      candidate = random.nextInt(Math.max(LEVELS, people.size() / 10));
    } while (people.get(candidate).level() >= LEVELS - 1);
    return candidate;
  }

  /** The top of a chain reports to its end. */
  private void closeCycles() {
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      int first = people.size() - (cycle + 1) * CYCLE_LENGTH;
      for (int i = 0; i < CYCLE_LENGTH; i++) {
        int manager = first + (i + 1) % CYCLE_LENGTH;
        Person before = people.get(first + i);
        people.set(
            first + i,
            new Person(
                first + i, manager, reference(manager), before.department(), before.team(), -1));
      }
    }
  }

  private String reference(int manager) {
    return switch (random.nextInt(4)) {
      case 0 -> employeeNumber(manager);
      case 1 -> userName(manager).toUpperCase(Locale.ROOT);
      case 2 -> email(manager);
      default -> externalId(manager);
    };
  }

  private String spelled(String team) {
    return switch (random.nextInt(5)) {
      case 0 -> "  " + team.replace(" ", " \t ") + "\u00a0";
      case 1 -> team.toUpperCase(Locale.ROOT);
      case 2 -> Normalizer.normalize(team, Normalizer.Form.NFD);
      default -> team;
    };
  }

  String userName(int number) {
    return prefix + "." + number + "@users.example.com";
  }

  String externalId(int number) {
    return prefix + "-X" + number;
  }

  String employeeNumber(int number) {
    return prefix + "-E" + number;
  }

  String email(int number) {
    return "Mail." + prefix + "." + number + "@example.com";
  }

  List<Person> people() {
    return people;
  }

  List<String> teams() {
    return teams;
  }

  /** externalId to the manager's externalId; null where there is no line. */
  Map<String, String> lines() {
    Map<String, String> lines = new TreeMap<>();
    for (Person person : people) {
      lines.put(
          externalId(person.number()), person.manager() < 0 ? null : externalId(person.manager()));
    }
    return lines;
  }

  /** externalId to the folded name of the team. */
  Map<String, String> memberships() {
    Map<String, String> memberships = new TreeMap<>();
    for (Person person : people) {
      memberships.put(externalId(person.number()), folded(person.team()));
    }
    return memberships;
  }

  static String folded(String team) {
    return Normalizer.normalize(team.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /**
   * Everybody below somebody, over any number of levels: the number, and the level it stands at.
   */
  Map<Integer, Integer> below(int top) {
    Map<Integer, Integer> below = new TreeMap<>();
    List<Integer> level = List.of(top);
    for (int depth = 1; !level.isEmpty(); depth++) {
      List<Integer> next = new ArrayList<>();
      for (int manager : level) {
        for (int report : reports().getOrDefault(manager, List.of())) {
          if (report != top && below.putIfAbsent(report, depth) == null) {
            next.add(report);
          }
        }
      }
      level = next;
    }
    return below;
  }

  /** By the number of the manager. */
  Map<Integer, List<Integer>> reports() {
    if (reports == null) {
      reports = new HashMap<>();
      for (Person person : people) {
        if (person.manager() >= 0) {
          reports.computeIfAbsent(person.manager(), any -> new ArrayList<>()).add(person.number());
        }
      }
    }
    return reports;
  }
}
