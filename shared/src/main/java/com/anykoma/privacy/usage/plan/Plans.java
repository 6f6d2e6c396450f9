package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The plans of {@code plans.yaml}, from the lowest, the base plan, to the highest (P7). */
public record Plans(List<Plan> all) {
  /** Names are stored in documents and claims, so they are short and need no quotes anywhere. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

  public Plans {
    all = List.copyOf(all);
  }

  /** Reads the section {@code plans}: names, each with {@code paid}; the first plan is free. */
  static Plans read(Setting section) {
    List<String> names = List.copyOf(section.members().keySet());
    if (names.isEmpty()) {
      throw section.error("no plan is listed; add the plan of people without a subscription");
    }
    return new Plans(
        List.copyOf(
            section
                .readEachMember((name, plan) -> read(name, names.indexOf(name), plan))
                .values()));
  }

  private static Plan read(String name, int rank, Setting plan) {
    if (!NAME.matcher(name).matches()) {
      throw plan.error(
          "a plan's name is a letter and then at most 39 letters, digits, '-' and '_'; rename it");
    }
    Setting paid = plan.get("paid");
    if (rank == 0 && paid.flag()) {
      throw paid.error(
          "the first plan is the plan of people without a subscription; write 'paid: no', or list"
              + " that plan first");
    }
    return new Plan(name, rank, paid.flag());
  }

  /** Returns the plan of every subject without a subscription. */
  public Plan base() {
    return all.get(0);
  }

  /** Returns the plan with this stored name; empty if the file has none (any more). */
  public Optional<Plan> find(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns the higher of two names; one that the file lacks may have been paid, so is highest. */
  public String higher(String a, String b) {
    int order = Integer.compare(rank(a), rank(b));
    return order > 0 || (order == 0 && a.compareTo(b) >= 0) ? a : b;
  }

  private int rank(String name) {
    return find(name).map(Plan::rank).orElse(Integer.MAX_VALUE);
  }
}
