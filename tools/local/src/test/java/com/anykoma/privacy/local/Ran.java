package com.anykoma.privacy.local;

import com.anykoma.privacy.FixtureProduct;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;

/** How a command of {@code ./run} ended, and what it printed. */
public record Ran(int exit, String out, String err) {
  static {
    // the default of --config: commands run on the fixture, whatever the project's settings are
    System.setProperty("privacy.config", FixtureProduct.FOLDER.toString());
  }

  /** Runs a command with streams of its own. */
  public static Ran of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  /** The only document on standard output. */
  public JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
