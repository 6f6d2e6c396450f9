package com.anykoma.privacy.local;

import com.anykoma.privacy.local.emulators.NpmInstall;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run emulators}: what the tests against Google's emulators need. */
@Command(
    name = "emulators",
    description = "Looks after Google's emulators on this machine.",
    mixinStandardHelpOptions = true)
final class EmulatorsCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "install",
      description =
          "Installs Firebase's Auth emulator with npm into PRIVACY_EMULATORS_DIR, else into"
              + " ~/.cache/anykoma-privacy/emulators: a minute or more and 250 MB. Ends with 1 if npm"
              + " is missing or fails.",
      mixinStandardHelpOptions = true)
  int install() throws IOException, InterruptedException {
    PrintWriter stderr = spec.commandLine().getErr();
    NpmInstall install = NpmInstall.authEmulator();
    if (install.isComplete()) {
      stderr.println("Firebase's Auth emulator is in " + install.directory() + " already");
    } else {
      stderr.println("installing Firebase's Auth emulator; this takes a minute or more...");
      stderr.flush();
      long begin = System.nanoTime();
      install.run(stderr);
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      stderr.println("it is in " + install.directory() + ", after " + taken.toSeconds() + " s");
    }
    stderr.flush();
    return 0;
  }
}
