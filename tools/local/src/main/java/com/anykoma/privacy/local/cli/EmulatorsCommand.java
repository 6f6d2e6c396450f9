package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.emulators.NpmInstall;
import com.anykoma.privacy.local.console.Console;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run emulators}: manages the emulators that the integration tests use. */
@Command(
    name = "emulators",
    description = "Manages Google's emulators on this machine.",
    mixinStandardHelpOptions = true)
public final class EmulatorsCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "install",
      description =
          "Installs Firebase's Auth emulator with npm into PRIVACY_EMULATORS_DIR, by default"
              + " ~/.cache/anykoma-privacy/emulators. Takes a minute or more and 250 MB. Exit"
              + " code 1 when npm is missing or fails.",
      mixinStandardHelpOptions = true)
  int install() throws IOException, InterruptedException {
    Console console = new Console(spec);
    NpmInstall install = NpmInstall.authEmulator();
    if (install.isComplete()) {
      console.note("Firebase's Auth emulator is already installed in " + install.directory());
    } else {
      console.note("installing Firebase's Auth emulator; this takes a minute or more...");
      long begin = System.nanoTime();
      install.run(console::note);
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      console.note("installed in " + install.directory() + " after " + taken.toSeconds() + " s");
    }
    return 0;
  }
}
