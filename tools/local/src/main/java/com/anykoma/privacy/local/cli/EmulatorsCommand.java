package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.local.console.Console;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run emulators}: what the tests against Google's emulators need. */
@Command(
    name = "emulators",
    description = "Looks after Google's emulators on this machine.",
    mixinStandardHelpOptions = true)
public final class EmulatorsCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "install",
      description =
          "Installs Firebase's Auth emulator with npm into PRIVACY_EMULATORS_DIR, else into"
              + " ~/.cache/anykoma-privacy/emulators: a minute or more and 250 MB. Ends with 1 if npm"
              + " is missing or fails.",
      mixinStandardHelpOptions = true)
  int install() throws IOException, InterruptedException {
    Console console = new Console(spec);
    NpmInstall install = NpmInstall.authEmulator();
    if (install.isComplete()) {
      console.tell("Firebase's Auth emulator is in " + install.directory() + " already");
    } else {
      console.tell("installing Firebase's Auth emulator; this takes a minute or more...");
      long begin = System.nanoTime();
      install.run(console::tell);
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      console.tell("it is in " + install.directory() + ", after " + taken.toSeconds() + " s");
    }
    return 0;
  }
}
