package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.VariableGroup;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code functions.yaml}, from which Terraform deploys. Every mistake names its line. */
final class FunctionsFile {
  /** Variables from secrets, which the file must name; every function has the hash key. */
  private static final Set<String> SECRETS =
      Set.of(Environment.STRIPE_KEY, Environment.STRIPE_SECRETS, Environment.MAIL_KEY);

  private static final List<String> TRIGGERS =
      List.of("http", "account", "document", "object", "task", "schedule");

  private static final String[] KEYS = {
    "trigger",
    "needs",
    "secrets",
    "memory",
    "cpu",
    "timeoutSeconds",
    "concurrency",
    "maxInstances",
    "retry"
  };

  private FunctionsFile() {}

  /**
   * Returns the functions in the file.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException for every value that Terraform would refuse
   */
  static List<DeclaredFunction> read(Setting root) {
    if (root.members().isEmpty()) {
      throw root.error("the file has no function; add each function that has a class");
    }
    return List.copyOf(root.readEachMember(FunctionsFile::function).values());
  }

  private static DeclaredFunction function(String name, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> setting.allowKeys(KEYS));
    mistakes.check(() -> size(setting.get("memory")));
    mistakes.check(() -> between(setting.get("cpu"), 1, 8));
    mistakes.check(() -> between(setting.get("timeoutSeconds"), 1, 3_600));
    mistakes.check(() -> between(setting.get("concurrency"), 1, 1_000));
    mistakes.check(() -> between(setting.get("maxInstances"), 1, 1_000));
    Set<String> variables = new HashSet<>(Environment.ALWAYS);
    mistakes.check(
        () -> setting.find("needs").ifPresent(it -> variables.addAll(plainVariables(it))));
    mistakes.check(() -> setting.find("secrets").ifPresent(it -> variables.addAll(secrets(it))));
    Optional<Boolean> retry =
        mistakes.read(() -> setting.find("retry").map(Setting::flag).orElse(true));
    Optional<Trigger> trigger =
        retry.flatMap(it -> mistakes.read(() -> trigger(setting.get("trigger"), it)));
    trigger
        .filter(it -> !(it instanceof Trigger.Http))
        .ifPresent(it -> mistakes.check(() -> setting.get("retry")));
    mistakes.throwIfAny();
    return new DeclaredFunction(
        setting.file(), setting.line(), name, trigger.orElseThrow(), variables);
  }

  private static void size(Setting setting) {
    if (!setting.string().matches("[1-9][0-9]*(Mi|Gi)")) {
      throw setting.error("a size like 512Mi or 1Gi is expected here");
    }
  }

  private static void between(Setting setting, long min, long max) {
    long number = setting.number();
    if (number < min || number > max) {
      throw setting.error("a number from " + min + " to " + max + " is expected here");
    }
  }

  private static Set<String> plainVariables(Setting needs) {
    Set<VariableGroup> known = EnumSet.noneOf(VariableGroup.class);
    needs.readEach(
        each -> {
          VariableGroup group = each.oneOf(VariableGroup.class);
          if (!known.add(group)) {
            throw each.error("this group occurs twice; keep one");
          }
          return group;
        });
    return known.stream()
        .flatMap(each -> each.variables().stream())
        .filter(each -> !SECRETS.contains(each))
        .collect(Collectors.toSet());
  }

  private static Set<String> secrets(Setting secrets) {
    return secrets.readEachMember((variable, secret) -> secret.string()).keySet();
  }

  private static Trigger trigger(Setting setting, boolean isRedelivered) {
    setting.allowKeys("http", "account", "document", "object", "task", "schedule", "topic");
    Set<String> kinds = new TreeSet<>(setting.members().keySet());
    kinds.remove("topic");
    if (kinds.size() != 1) {
      throw setting.error("a function needs exactly one trigger: " + String.join(" or ", TRIGGERS));
    }
    String kind = kinds.iterator().next();
    if (!kind.equals("schedule") && setting.find("topic").isPresent()) {
      throw setting.get("topic").error("only a schedule has a topic; remove it");
    }
    String value = setting.get(kind).string();
    return switch (kind) {
      case "http" -> only("public", setting.get(kind), new Trigger.Http());
      case "schedule" -> new Trigger.Scheduled(setting.get("topic").string(), value, isRedelivered);
      case "task" -> new Trigger.TaskPublished(value, isRedelivered);
      case "account" ->
          redelivered(
              setting,
              isRedelivered,
              only("deleted", setting.get(kind), new Trigger.AccountDeleted()));
      case "document" ->
          redelivered(
              setting, isRedelivered, new Trigger.DocumentWritten(writtenRole(setting.get(kind))));
      default -> redelivered(setting, isRedelivered, new Trigger.ObjectFinalized(value));
    };
  }

  private static LocationRole writtenRole(Setting setting) {
    return switch (setting.string()) {
      case "account" -> LocationRole.ACCOUNT;
      case "content" -> LocationRole.CONTENT;
      default ->
          throw setting.error(
              "'account' or 'content' is expected here; the paths follow from datamap.yaml");
    };
  }

  private static Trigger only(String expected, Setting setting, Trigger trigger) {
    if (!setting.string().equals(expected)) {
      throw setting.error("'" + expected + "' is expected here");
    }
    return trigger;
  }

  private static Trigger redelivered(Setting setting, boolean isRedelivered, Trigger trigger) {
    if (!isRedelivered) {
      throw setting.error("a lost event is not sent again; remove 'retry: false'");
    }
    return trigger;
  }
}
