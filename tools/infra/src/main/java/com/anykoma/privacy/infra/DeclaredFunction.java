package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.Objects;
import java.util.Set;

/**
 * A function as something says that it is deployed: {@code functions.yaml}, or a plan.
 *
 * @param file that declares it: {@code functions.yaml}, or a plan
 * @param line in the file, 0 for a plan
 * @param name of its class, without {@code Function}
 * @param trigger what makes it run
 * @param variables the names of what is set in its environment, secrets included
 */
record DeclaredFunction(
    String file, int line, String name, Trigger trigger, Set<String> variables) {
  DeclaredFunction {
    Objects.requireNonNull(file);
    Objects.requireNonNull(name);
    Objects.requireNonNull(trigger);
    variables = Set.copyOf(variables);
  }

  /** Something that is wrong with it. */
  SettingsMistake mistake(String problem) {
    return new SettingsMistake(file, line, name + " " + problem);
  }
}
