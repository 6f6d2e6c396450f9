package com.anykoma.privacy.local.console;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of commands that print their answer as text or as JSON. */
public final class AnswerOption {
  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Whether the answer is JSON. */
  public boolean json() {
    return json;
  }

  /** The console that the command writes to. */
  public Console console() {
    return new Console(spec);
  }

  /**
   * Prints the answer.
   *
   * @param answer a record or another value, for a program to read
   * @return the exit code 0
   */
  @CanIgnoreReturnValue
  public int print(Object answer, Supplier<String> text) {
    console().print(json ? Console.text(answer) : text.get());
    return 0;
  }
}
