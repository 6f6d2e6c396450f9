package com.anykoma.privacy.local.infra;

import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Need;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.settings.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code functions.yaml}, which Terraform deploys from; every complaint names the line. */
final class FunctionsFile {
  /**
   * What is given as a secret, which the file has to name; the key of hashes every function has.
   */
  private static final Set<String> SECRETS =
      Set.of(Environment.STRIPE_KEY, Environment.STRIPE_SECRETS);

  private FunctionsFile() {}

  /**
   * The functions that it names.
   *
   * @throws com.anykoma.privacy.settings.SettingsException for what Terraform would stumble over
   */
  static List<DeclaredFunction> read(Setting root) {
    List<DeclaredFunction> functions = new ArrayList<>();
    root.members().forEach((name, each) -> functions.add(function(name, each)));
    return List.copyOf(functions);
  }

  private static DeclaredFunction function(String name, Setting setting) {
    setting.allowing(
        "trigger",
        "needs",
        "secrets",
        "memory",
        "cpu",
        "timeoutSeconds",
        "concurrency",
        "maxInstances",
        "retry");
    Set<String> variables = new HashSet<>(Environment.ALWAYS);
    setting
        .find("needs")
        .ifPresent(
            needs ->
                needs.list().stream()
                    .flatMap(each -> each.oneOf(Need.class).variables().stream())
                    .filter(each -> !SECRETS.contains(each))
                    .forEach(variables::add));
    setting.find("secrets").ifPresent(it -> variables.addAll(it.members().keySet()));
    boolean isRedelivered = setting.find("retry").map(Setting::flag).orElse(true);
    return new DeclaredFunction(name, trigger(setting.get("trigger"), isRedelivered), variables);
  }

  private static Trigger trigger(Setting setting, boolean isRedelivered) {
    setting.allowing("http", "account", "document", "object", "task", "schedule", "topic");
    if (setting.find("http").isPresent()) {
      return new Trigger.Http();
    }
    if (setting.find("account").isPresent()) {
      return requireRedelivered(setting, isRedelivered, new Trigger.AccountDeleted());
    }
    if (setting.find("schedule").isPresent()) {
      return new Trigger.Scheduled(
          setting.get("topic").string(), setting.get("schedule").string(), isRedelivered);
    }
    if (setting.find("task").isPresent()) {
      return new Trigger.TaskPublished(setting.get("task").string(), isRedelivered);
    }
    Trigger event =
        setting
            .find("document")
            .<Trigger>map(it -> new Trigger.DocumentWritten(it.string()))
            .orElseGet(() -> new Trigger.ObjectFinalized(setting.get("object").string()));
    return requireRedelivered(setting, isRedelivered, event);
  }

  private static Trigger requireRedelivered(
      Setting setting, boolean isRedelivered, Trigger trigger) {
    if (!isRedelivered) {
      throw setting.error("nothing but a redelivery tells a function of such an event again");
    }
    return trigger;
  }
}
