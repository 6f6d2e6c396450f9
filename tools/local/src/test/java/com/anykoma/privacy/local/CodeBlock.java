package com.anykoma.privacy.local;

import java.util.ArrayList;
import java.util.List;

/**
 * A code block of a page in Markdown: consecutive lines that are indented by four spaces or more
 * after a blank line.
 *
 * @param page the page's name
 * @param line of its first command, counted from 1
 * @param needsAccount whether {@value #MARK} stands before it
 * @param commands without prompts, trailing comments and explanations; continued lines joined
 */
record CodeBlock(String page, int line, boolean needsAccount, List<String> commands) {
  static final String MARK = "<!-- needs an account -->";

  /** The code blocks of a page, from its first line to its last. */
  static List<CodeBlock> of(String page, String text) {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    String before = "";
    boolean isMarked = false;
    int number = 0;
    int first = 0;
    for (String each : (text + "\n\nend").lines().toList()) {
      number++;
      boolean isCode = each.matches(" {4,}\\S.*") && (before.isBlank() || !commands.isEmpty());
      if (isCode) {
        first = commands.isEmpty() ? number : first;
        add(commands, each.strip());
      } else if (!each.isBlank()) {
        if (!commands.isEmpty()) {
          blocks.add(new CodeBlock(page, first, isMarked, List.copyOf(commands)));
          commands.clear();
          isMarked = false;
        }
        isMarked = each.contains(MARK);
      }
      before = each;
    }
    return blocks;
  }

  private static void add(List<String> commands, String line) {
    String command = line.replaceAll("\\s{2,}\\S.*| #.*", "").strip();
    int last = commands.size() - 1;
    if (last >= 0 && commands.get(last).endsWith("\\")) {
      commands.set(last, commands.get(last).replaceAll("\\s*\\\\$", " ") + command);
    } else {
      commands.add(command);
    }
  }
}
