package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.mail.MailQueue.Mail;
import com.anykoma.privacy.yaml.Setting;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of {@code letters.yaml}: the legal clock and the letters to people (P26, P38).
 *
 * @param team the address that is reminded of cases whose date is near; empty for none
 * @param letters by name; that about an outcome has the name of the kind of case
 */
public record CaseSettings(
    LegalDeadline deadline, Optional<EmailAddress> team, Map<String, Template> letters) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> PLACEHOLDERS =
      Set.of("case", "kind", "due", "page", "link", "reason");

  private static final String[] NAMES =
      ("acknowledgement verification extension denied no_match reminder access export erasure"
              + " objection rectification restriction question")
          .split(" ", -1);

  /** The placeholders without which a letter is of no use; the others need the case. */
  private static final Map<String, String> NEEDED =
      Map.of("verification", "link", "extension", "reason", "denied", "reason");

  /** A letter; its text has placeholders like {@code {case}}, its subject has none. */
  record Template(String subject, String text) {}

  public CaseSettings {
    letters = Map.copyOf(letters);
  }

  /**
   * Reads the file.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException if a letter is missing or unknown, lacks the
   *     placeholder that it needs, or has an unknown one
   */
  public static CaseSettings read(Setting root) {
    root.allowKeys("timeZone", "answer", "extended", "team", "letters");
    Setting letters = root.get("letters").allowKeys(NAMES);
    Set.of(NAMES).forEach(letters::get);
    return new CaseSettings(
        new LegalDeadline(
            zone(root.get("timeZone")), root.get("answer").period(), root.get("extended").period()),
        root.find("team").map(CaseSettings::address),
        letters.readEachMember(CaseSettings::template));
  }

  private static ZoneId zone(Setting zone) {
    if (!ZoneId.getAvailableZoneIds().contains(zone.string())) {
      throw zone.error("a time zone like Europe/Berlin is expected here");
    }
    return ZoneId.of(zone.string());
  }

  private static EmailAddress address(Setting address) {
    return EmailAddress.of(address.string())
        .orElseThrow(() -> address.error("an e-mail address is expected here"));
  }

  private static Template template(String name, Setting letter) {
    letter.allowKeys("subject", "text");
    String subject = letter.get("subject").string();
    String text = letter.get("text").string();
    if (!subject.matches("[^{}\\p{Cntrl}]+")) {
      throw letter.get("subject").error("a subject is one line without placeholders");
    }
    Set<String> found =
        PLACEHOLDER.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toSet());
    String needed = NEEDED.getOrDefault(name, "case");
    if (!found.contains(needed) || !PLACEHOLDERS.containsAll(found)) {
      throw letter.get("text").error("needs {" + needed + "}, and may have only " + PLACEHOLDERS);
    }
    return new Template(subject, text);
  }

  /**
   * Writes a letter about a case.
   *
   * @param words the link or the reason in it; they are not searched for placeholders
   * @param pages the address of the product's pages
   */
  Mail letter(String name, EmailAddress to, Case about, String words, URI pages) {
    Template template = Objects.requireNonNull(letters.get(name));
    String due = deadline.lastDay(about.at(Case.DUE_AT)).toString();
    Map<String, String> values =
        Map.of(
            "case",
            about.id(),
            "kind",
            about.kind().storedName(),
            "due",
            due,
            "page",
            pages.toString());
    String text =
        PLACEHOLDER
            .matcher(template.text())
            .replaceAll(it -> Matcher.quoteReplacement(values.getOrDefault(it.group(1), words)));
    return new Mail(to, Optional.empty(), template.subject(), Sensitive.of(text));
  }
}
