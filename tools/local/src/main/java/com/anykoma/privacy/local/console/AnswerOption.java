package com.anykoma.privacy.local.console;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json} of commands that print their answer as text or JSON. */
public final class AnswerOption {
  @Option(names = "--json", description = "Print only one JSON object.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  public boolean json() {
    return json;
  }

  /** The command's console. */
  public Console console() {
    return new Console(spec);
  }

  /** Prints the answer as JSON, or as text; returns the exit code 0. */
  @CanIgnoreReturnValue
  public int print(Object answer, Supplier<String> text) {
    console().print(json ? Console.text(answer) : text.get());
    return 0;
  }
}
