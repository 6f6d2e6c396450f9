package com.anykoma.privacy.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The text of one settings file, read as the plain part of YAML 1.2: one document of mappings,
 * sequences and scalars. What makes YAML say one thing and mean another (anchors, aliases, tags) is
 * refused.
 */
record SettingsText(String name, String yaml) {
  /** Far above any file that a person edits. */
  static final int MAX_BYTES = 1 << 20;

  /** Far above what the files need, far below what a stack bears. */
  private static final int MAX_DEPTH = 50;

  static SettingsText decode(String name, byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw new SettingsException(
          name, 1, "a settings file has at most " + MAX_BYTES + " bytes; this one has more");
    }
    try {
      String yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return new SettingsText(name, yaml);
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          name, 1, "a settings file is UTF-8, this one is not; save it as UTF-8");
    }
  }

  /** The root node of the only document. */
  Node compose() {
    refuseTabs();
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      checkPlain(new Parse(settings).parseString(yaml));
      return new Compose(settings)
          .composeString(yaml)
          .orElseThrow(() -> at(1, "the file is empty; fill it in"));
    } catch (ReaderException e) {
      throw at(
          lineOf(e.getCodePoint()),
          "a character that is not printable, U+%04X".formatted(e.getCodePoint()));
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      throw at(lineOf(e.getProblemMark()), "this is not YAML: " + context + e.getProblem());
    }
  }

  /** YAML reads a tab as a space in one place and refuses it in another. */
  private void refuseTabs() {
    if (yaml.indexOf('\t') >= 0) {
      throw at(lineOf('\t'), "a tab is not used in settings; write spaces");
    }
  }

  private int lineOf(int character) {
    String before = yaml.substring(0, yaml.indexOf(character));
    return 1 + (int) before.chars().filter(each -> each == '\n').count();
  }

  private void checkPlain(Iterable<Event> events) {
    int documents = 0;
    int depth = 0;
    for (Event event : events) {
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw at(event, "a settings file is one document, here starts a second");
      } else if (event instanceof CollectionStartEvent start) {
        refuseTag(event, start.getTag());
        if (++depth > MAX_DEPTH) {
          throw at(event, "nested deeper than " + MAX_DEPTH + " levels");
        }
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event instanceof ScalarEvent scalar) {
        refuseTag(event, scalar.getTag());
      }
      refuseAnchor(event);
    }
  }

  private void refuseTag(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      throw at(event, "a tag, " + tag.get() + ", is not used in settings");
    }
  }

  private void refuseAnchor(Event event) {
    if (event instanceof AliasEvent alias) {
      throw at(event, "an alias, *" + alias.getAlias() + ", is not used in settings: write it out");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw at(event, "an anchor, &" + node.getAnchor().get() + ", is not used in settings");
    }
  }

  private SettingsException at(Event event, String problem) {
    return at(lineOf(event.getStartMark()), problem);
  }

  private SettingsException at(int line, String problem) {
    return new SettingsException(name, line, problem);
  }

  /** The line of a mark, counted from 1 as editors do. */
  static int lineOf(Optional<Mark> mark) {
    return mark.map(each -> each.getLine() + 1).orElse(1);
  }
}
