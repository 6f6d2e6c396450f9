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
 * The text of one settings file, parsed as a subset of YAML 1.2: one document of mappings,
 * sequences and scalars. Anchors, aliases and tags are refused, because they can make the parsed
 * value differ from the visible text.
 */
record SettingsText(String name, String yaml) {
  /** Far larger than any file that a person edits. */
  static final int MAX_BYTES = 1 << 20;

  /** Far deeper than the files need, and far below the depth that overflows the stack. */
  private static final int MAX_DEPTH = 50;

  static SettingsText decode(String name, byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw new SettingsException(
          name, 1, "the file is larger than the limit of " + MAX_BYTES + " bytes; shorten it");
    }
    try {
      String yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return new SettingsText(name, yaml);
    } catch (CharacterCodingException e) {
      throw new SettingsException(name, 1, "the file is not UTF-8; save it as UTF-8");
    }
  }

  /** Parses the text and returns the root node of its only document. */
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
          "the character U+%04X is not printable; remove it".formatted(e.getCodePoint()));
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      throw at(lineOf(e.getProblemMark()), "invalid YAML: " + context + e.getProblem());
    }
  }

  /** YAML accepts a tab as white space in some places and refuses it in others. */
  private void refuseTabs() {
    if (yaml.indexOf('\t') >= 0) {
      throw at(lineOf('\t'), "tabs are not allowed in settings; use spaces");
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
        throw at(event, "a second YAML document starts here; a settings file has one");
      } else if (event instanceof CollectionStartEvent start) {
        refuseTag(event, start.getTag());
        if (++depth > MAX_DEPTH) {
          throw at(event, "nested deeper than the limit of " + MAX_DEPTH + " levels");
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
      throw at(event, "the YAML tag " + tag.get() + " is not allowed in settings; remove it");
    }
  }

  private void refuseAnchor(Event event) {
    if (event instanceof AliasEvent alias) {
      throw at(
          event,
          "the alias *" + alias.getAlias() + " is not allowed in settings; write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw at(
          event,
          "the anchor &" + node.getAnchor().get() + " is not allowed in settings; remove it");
    }
  }

  private SettingsException at(Event event, String problem) {
    return at(lineOf(event.getStartMark()), problem);
  }

  private SettingsException at(int line, String problem) {
    return new SettingsException(name, line, problem);
  }

  /** The line of a mark, counted from 1; 1 without a mark. */
  static int lineOf(Optional<Mark> mark) {
    return mark.map(each -> each.getLine() + 1).orElse(1);
  }
}
