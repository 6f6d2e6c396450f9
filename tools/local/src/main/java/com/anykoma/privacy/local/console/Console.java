package com.anykoma.privacy.local.console;

import com.anykoma.privacy.TerminalText;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command writes to: its answer to stdout, everything else to stderr. No other class prints,
 * and whatever is printed goes through {@link TerminalText}: nothing that somebody else wrote
 * steers the terminal, and nothing told on stderr begins another line.
 */
public record Console(CommandSpec spec) {
  private static final int REFUSED = 1;
  private static final Gson LAID_OUT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  /** Prints the answer. */
  public void print(String answer) {
    println(spec.commandLine().getOut(), answer);
  }

  /** Prints a part of the answer with colours, which picocli's markup names. */
  public void printMarkup(String answer) {
    printMarkup(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi(), answer);
  }

  /** The same, to a stream of its own. */
  public static void printMarkup(PrintWriter to, Ansi ansi, String answer) {
    flush(to, ansi.string(TerminalText.lines(answer)));
  }

  /**
   * Writes a file of text as the answer, byte for byte and with nothing after it. A file that would
   * steer a terminal is none that we signed, and is not written.
   *
   * @return the exit code of a command whose answer this is
   */
  public int write(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    if (!TerminalText.lines(text).equals(text)) {
      return refuse("what is stored there is not printed: it holds control characters");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
    return 0;
  }

  /** The text of a record's or another value's JSON, laid out for people too. */
  public static String text(Object value) {
    return LAID_OUT.toJson(json(value));
  }

  /**
   * The JSON of a value: of a record its components in their order, without those that are absent.
   */
  public static JsonElement json(Object value) {
    return value instanceof JsonElement json ? json : gson().create().toJsonTree(value);
  }

  /** The same, with null for each component that is absent. */
  public static JsonElement jsonWithNulls(Object value) {
    return gson().serializeNulls().create().toJsonTree(value);
  }

  private static GsonBuilder gson() {
    return new GsonBuilder()
        .registerTypeHierarchyAdapter(
            Optional.class,
            (JsonSerializer<Optional<?>>)
                (value, type, context) -> value.map(context::serialize).orElse(JsonNull.INSTANCE))
        .registerTypeAdapter(
            Instant.class,
            (JsonSerializer<Instant>)
                (value, type, context) -> new JsonPrimitive(value.toString()));
  }

  /** Tells something that is no part of the answer. */
  public void tell(String line) {
    println(spec.commandLine().getErr(), TerminalText.of(line));
  }

  /**
   * Says why there is no answer.
   *
   * @return the exit code that says the same
   */
  public int refuse(String why) {
    tell(why);
    return REFUSED;
  }

  /** The same, in the words of a failure. */
  public int refuse(RuntimeException failure) {
    return refuse(sentence(failure));
  }

  /** A failure in words, without the name of a class. */
  public static String sentence(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = failure.getMessage();
    if (failure instanceof FileSystemException file) {
      return file.getFile() + " " + fault(file);
    }
    if (cause != null && (message == null || message.equals(cause.toString()))) {
      return sentence(cause);
    }
    return message == null ? "failed: " + failure.getClass().getSimpleName() : message;
  }

  private static String fault(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "is not there";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "is there already, and is no folder";
    }
    return failure instanceof AccessDeniedException
        ? "may not be read or written"
        : "cannot be used: " + failure.getReason();
  }

  /** Tells in the colour of errors why a command failed. */
  public static void fail(CommandLine command, String why) {
    flush(command.getErr(), command.getColorScheme().errorText(TerminalText.of(why)).toString());
  }

  /** Prints lines to a stream of a command's. */
  static void println(PrintWriter to, String lines) {
    flush(to, TerminalText.lines(lines));
  }

  private static void flush(PrintWriter to, String shown) {
    to.println(shown);
    to.flush();
  }
}
