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
 * A command's output: the answer goes to stdout, everything else to stderr. No other class prints.
 * All output passes through {@link TerminalText}, so that untrusted data can neither control the
 * terminal nor add lines to stderr.
 */
public record Console(CommandSpec spec) {
  private static final int REFUSED = 1;
  private static final Gson INDENTED =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  /** Prints the answer. */
  public void print(String answer) {
    println(spec.commandLine().getOut(), answer);
  }

  /** Prints a part of the answer, with colours in picocli's markup. */
  public void printMarkup(String answer) {
    printMarkup(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi(), answer);
  }

  /** Prints text with markup to the given stream. */
  public static void printMarkup(PrintWriter to, Ansi ansi, String answer) {
    flush(to, ansi.string(TerminalText.lines(answer)));
  }

  /**
   * Writes a text file as the answer, byte for byte. Refuses a file with control characters,
   * because no file that we sign has them.
   *
   * @return the exit code: 0, or 1 when refused
   */
  public int write(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    if (!TerminalText.lines(text).equals(text)) {
      return refuse("the stored file is not printed: it contains control characters");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
    return 0;
  }

  /** Serializes a value as indented JSON. */
  public static String text(Object value) {
    return INDENTED.toJson(json(value));
  }

  /** Converts a value to JSON; a record's components in order, without absent ones. */
  public static JsonElement json(Object value) {
    return value instanceof JsonElement json ? json : gson().create().toJsonTree(value);
  }

  /** Converts a value to JSON, with null for each absent component. */
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

  /** Prints one line to stderr, such as progress or a warning. */
  public void note(String line) {
    println(spec.commandLine().getErr(), TerminalText.of(line));
  }

  /** Prints to stderr why the command refuses; returns the exit code 1. */
  public int refuse(String why) {
    note(why);
    return REFUSED;
  }

  /** Prints the message of a failure to stderr; returns the exit code 1. */
  public int refuse(RuntimeException failure) {
    return refuse(sentence(failure));
  }

  /** Describes a failure without class names where possible. */
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
      return "does not exist";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "already exists and is not a folder";
    }
    return failure instanceof AccessDeniedException
        ? "is not readable or writable"
        : "cannot be used: " + failure.getReason();
  }

  /** Prints the reason of a failure to stderr, in the colour of errors. */
  public static void fail(CommandLine command, String why) {
    flush(command.getErr(), command.getColorScheme().errorText(TerminalText.of(why)).toString());
  }

  /** Prints lines to a stream. */
  static void println(PrintWriter to, String lines) {
    flush(to, TerminalText.lines(lines));
  }

  private static void flush(PrintWriter to, String shown) {
    to.println(shown);
    to.flush();
  }
}
