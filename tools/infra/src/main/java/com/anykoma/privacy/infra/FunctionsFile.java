package com.anykoma.privacy.infra;

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

/** Reads {@code functions.yaml}, which Terraform deploys from; every complaint names the line. */
final class FunctionsFile {
  /**
   * What is given as a secret, which the file has to name; the key of hashes every function has.
   */
  private static final Set<String> SECRETS =
      Set.of(Environment.STRIPE_KEY, Environment.STRIPE_SECRETS);

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
   * The functions that it names.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException for what Terraform would stumble over
   */
  static List<DeclaredFunction> read(Setting root) {
    if (root.members().isEmpty()) {
      throw root.error("there is no function; name each that has a class");
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
    mistakes.check(() -> setting.find("needs").ifPresent(it -> variables.addAll(needed(it))));
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

  private static void between(Setting setting, long least, long most) {
    long number = setting.number();
    if (number < least || number > most) {
      throw setting.error("a number from " + least + " to " + most + " is expected here");
    }
  }

  private static Set<String> needed(Setting needs) {
    Set<VariableGroup> known = EnumSet.noneOf(VariableGroup.class);
    needs.readEach(
        each -> {
          VariableGroup need = each.oneOf(VariableGroup.class);
          if (!known.add(need)) {
            throw each.error("this is there twice; keep one");
          }
          return need;
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
      throw setting.error("a function has one trigger; write " + String.join(" or ", TRIGGERS));
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
      case "document" -> redelivered(setting, isRedelivered, new Trigger.DocumentWritten(value));
      default -> redelivered(setting, isRedelivered, new Trigger.ObjectFinalized(value));
    };
  }

  private static Trigger only(String word, Setting setting, Trigger trigger) {
    if (!setting.string().equals(word)) {
      throw setting.error("'" + word + "' is expected here");
    }
    return trigger;
  }

  private static Trigger redelivered(Setting setting, boolean isRedelivered, Trigger trigger) {
    if (!isRedelivered) {
      throw setting.error("nothing but a redelivery tells a function of such an event again");
    }
    return trigger;
  }
}
