package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.Objects;
import java.util.Set;

/**
 * A function as {@code functions.yaml} or a Terraform plan declares it.
 *
 * @param file that declares it: {@code functions.yaml} or the plan
 * @param line in the file, from 1; 0 for a plan
 * @param name of its class, without {@code Function}
 * @param variables the names of its environment variables, including secrets
 */
record DeclaredFunction(
    String file, int line, String name, Trigger trigger, Set<String> variables) {
  DeclaredFunction {
    Objects.requireNonNull(file);
    Objects.requireNonNull(name);
    Objects.requireNonNull(trigger);
    variables = Set.copyOf(variables);
  }

  /** This function under another name. */
  DeclaredFunction named(String deployed) {
    return new DeclaredFunction(file, line, deployed, trigger, variables);
  }

  /** A problem with this function. */
  SettingsMistake mistake(String problem) {
    return new SettingsMistake(file, line, name + " " + problem);
  }
}
