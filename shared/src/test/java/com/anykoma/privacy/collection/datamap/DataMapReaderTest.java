package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataMapReaderTest {
  private static final String GOOD =
      """
      categories:
        P11: [user.content, user.unique_id, user.device.ip_address]
        nobody: [system.operations]
      retention:
        life:
          ground: as long as the account
        short:
          max: P30D
          ground: soon forgotten
      locations:
        prompts:
          kind: document
          path: users/{uid}/prompts/{id}
          subject: "{uid}"
          role: content
          stamped: yes
          purposes: [service]
          retention: life
          export: yes
          erase: delete
          edges: { derived: [marks] }
          fields:
            text: { category: user.content, sealed: paid }
            at: { category: user.content, purposes: [legal], retention: short }
        marks:
          kind: document
          path: marks/{id}
          subject: customer
          through: prompts
          role: own
          purposes: [security]
          retention: short
          export: no
          reason: a mark
          erase: retain
          ground: tells repeats
          fields:
            customer: { category: user.unique_id }
            at: { category: user.content }
          aged: at
      """;

  @Test
  void aFieldTakesItsLocationsRulesUnlessItHasItsOwn() {
    DataMap map = DataMap.read(Setting.parse("datamap.yaml", GOOD));

    Location prompts = map.location("prompts").orElseThrow();
    DataField text = prompts.field("text").orElseThrow();
    DataField at = prompts.field("at").orElseThrow();
    assertThat(text.purposes()).isEqualTo(prompts.purposes());
    assertThat(text.retention().name()).isEqualTo("life");
    assertThat(text.sealed()).isEqualTo(DataField.Sealing.PAID);
    assertThat(at.purposes()).extracting(Enum::name).containsExactly("LEGAL");
    assertThat(at.retention()).isEqualTo(map.retentionClasses().get("short"));
    assertThat(at.sealed()).isEqualTo(DataField.Sealing.NEVER);
  }

  @Test
  void aNameThatACertificateCannotHoldIsRefusedWithItsLine() {
    String yaml = GOOD.replace("  marks:", "  ma rks:").replace("[marks]", "[ma rks]");

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .hasMessage(
            "datamap.yaml:25: locations.ma rks: a place's name has 1 to 60 of the characters A-Z"
                + " a-z 0-9 _ - and begins with a letter");
  }

  @Test
  @Keeps({"P20", "P23"})
  void aLocationThatIsAboutNobodyElseMayListSubjects() {
    String group =
        """
          groups:
            kind: document
            path: groups/{id}
            subject: none
            role: own
            purposes: [service]
            retention: life
            export: no
            reason: each member's own
            erase: retain
            ground: the others' as well
            fields:
              members: { category: user.unique_id, subjects: yes }
              roster.people: { category: user.unique_id, subjects: yes }
              name: { category: system.operations }
        """;

    DataMap map = DataMap.read(Setting.parse("datamap.yaml", GOOD + group));

    assertThat(map.location("groups").orElseThrow().subjectLists())
        .containsExactly("members", "roster.people");
    assertThat(map.location("prompts").orElseThrow().subjectLists()).isEmpty();
    String blobs =
        group.replace("kind: document", "kind: blob\n    bucket: content").replace("{id}", "{x}");
    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", GOOD + blobs)))
        .isInstanceOf(SettingsException.class)
        .hasMessageEndingWith(
            "locations.groups.fields.members: only documents of the main database list subjects");
  }

  /** Each row: a line of the good map, what to put in its place, and the complaint. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      text: { category: user.content, sealed: paid }   | text: { category: user.contact.email }       | 23, locations.prompts.fields.text.category: category 'user.contact.email' is not among the categories of this map
      text: { category: user.content, sealed: paid }   | text: { category: content }                  | 23, locations.prompts.fields.text.category: a data category is dotted lower-case words under user or system, not 'content'
      text: { category: user.content, sealed: paid }   | text: { category: user.device.ip_address }   | 23, locations.prompts.fields.text: an IP address is for security only (P14)
      text: { category: user.content, sealed: paid }   | "te xt": { category: user.content }          | 23, locations.prompts.fields.te xt: a field's name is words joined by dots, maybe '.*' last
      text: { category: user.content, sealed: paid }   | text: { category: user.content, seal: paid } | 23, locations.prompts.fields.text.seal: unknown key 'seal'; known are category, sealed, purposes, retention, truncate, subjects
      'user.device.ip_address]'                        | 'user.content]'                              | 2, categories.P11[2]: this category is there twice
      'purposes: [service]'                            | 'purposes: [sale]'                           | 17, locations.prompts.purposes[0]: 'sale' is not one of service, security, billing, legal, improvement
      'purposes: [service]'                            | 'purposes: []'                               | 17, locations.prompts.purposes: data is kept for some purpose
      retention: life                                  | retention: long                              | 18, locations.prompts.retention: there is no retention class 'long'
      max: P30D                                        | max: P0D                                     | 7, retention.short: a retention class keeps for more than nothing
      ground: soon forgotten                           | max2: P1D                                    | 9, retention.short.max2: unknown key 'max2'; known are max, ground
      reason: a mark                                   | # no reason                                  | 33, locations.marks.export: a reason is given when, and only when, nothing is exported
      export: yes                                      | 'export: yes\n    reason: none'              | 19, locations.prompts.export: a reason is given when, and only when, nothing is exported
      ground: tells repeats                            | 'ground: "\\e[2K"'                            | 36, locations.marks.ground: a ground has 1 to 200 of the characters A-Z a-z 0-9 blank . , ; : ( ) / ' - and begins with a letter or digit
      ground: tells repeats                            | # no ground                                  | 35, locations.marks.erase: a ground is given when, and only when, data is not deleted
      erase: delete                                    | erase: pseudonymise                          | 20, locations.prompts.erase: a ground is given when, and only when, data is not deleted
      subject: "{uid}"                                 | subject: "{user}"                            | 14, locations.prompts.subject: the path has no {user}
      subject: "{uid}"                                 | subject: uid                                 | 14, locations.prompts.subject: there is no field 'uid'
      subject: "{uid}"                                 | subject: none                                | 14, locations.prompts.subject: data about a person has to say about whom
      subject: customer                                | subject: hashed                              | 29, locations.marks.through: only a field leads through another location
      through: prompts                                 | through: customers                           | 29, locations.marks.through: there is no location 'customers'
      'derived: [marks]'                               | 'derived: [corpus]'                          | 21, locations.prompts.edges: there is no location 'corpus'
      'derived: [marks]'                               | 'made: [marks]'                              | 21, locations.prompts.edges.made: unknown key 'made'; known are owned, derived, shared, counted
      path: marks/{id}                                 | path: users/{user}/prompts/{prompt}          | 25, locations.marks: the same data is in location 'prompts' too
      path: marks/{id}                                 | path: users/{user}/prompts/last              | 25, locations.marks: the same data is in location 'prompts' too
      path: marks/{id}                                 | path: marks                                  | 27, locations.marks.path: a document's path is fixed collections and ids in turn, such as users/{uid}
      path: marks/{id}                                 | path: "{marks}/{id}"                         | 27, locations.marks.path: a document's path is fixed collections and ids in turn, such as users/{uid}
      path: marks/{id}                                 | path: marks/{id}/x/{id}                      | 27, locations.marks.path: a path names each {id} once
      path: marks/{id}                                 | path: marks/x{id}                            | 27, locations.marks.path: a path is words and {ids} joined by '/'
      path: marks/{id}                                 | bucket: content                              | 27, locations.marks.bucket: a location of this kind has no 'bucket'
      role: own                                        | 'role: own\n    stamped: yes'                | 31, locations.marks.stamped: only documents of role content are stamped
      role: own                                        | 'role: own\n    strip: [exif]'               | 31, locations.marks.strip: only blobs have metadata embedded in them
      role: own                                        | 'role: own\n    database: other'             | 27, locations.marks.path: a database is main or keys
      text: { category: user.content, sealed: paid }   | 'text: { category: user.content, sealed: paid }\n      text.x: { category: user.content, sealed: always }' | 22, locations.prompts.fields: 'text.x' is sealed within 'text' already
      'aged: at'                                       | # not aged                                   | 32, locations.marks.retention: 'aged' has to name the field that tells the age
      'aged: at'                                       | 'aged: then'                                 | 40, locations.marks.aged: it is no field whose retention class has a max
      'aged: at'                                       | 'about: { at: path, customer: path }'        | 40, locations.marks.about: a record is about one item, which one field names
      'aged: at'                                       | 'about: { then: path }'                      | 40, locations.marks.about: there is no field 'then'
      'derived: [marks]'                               | 'counted: { marks: then }'                   | 21, locations.prompts.edges.counted.marks: there is no field 'then'
      path: users/{uid}/prompts/{id}                   | path: rooms/{room}/prompts/{uid}             | 14, locations.prompts.subject: {uid} is not the first id of the path: name a field that holds the uid
      text: { category: user.content, sealed: paid }   | text: { category: user.content, truncate: P1D } | 23, locations.prompts.fields.text.truncate: only an IP address is truncated
      text: { category: user.content, sealed: paid }   | 'text: { category: user.device.ip_address, purposes: [security], truncate: P1D }' | 22, locations.prompts.fields: 'truncate' needs 'aged' to name what tells the age
      customer: { category: user.unique_id }           | 'customer: { category: user.unique_id }\n      ip: { category: user.device.ip_address, truncate: P1D }\n      by: { category: user.device.ip_address, truncate: P2D }' | 37, locations.marks.fields: IP addresses of one location are truncated at one age
      at: { category: user.content, purposes: [legal], retention: short } | at: { category: user.content, subjects: yes }     | 24, locations.prompts.fields.at.subjects: only a field of category user.unique_id lists subjects
      at: { category: user.content, purposes: [legal], retention: short } | at: { category: user.unique_id, subjects: yes, sealed: paid } | 24, locations.prompts.fields.at: a list of subjects is one field and not sealed, so that it can be searched
      at: { category: user.content, purposes: [legal], retention: short } | 'at.*: { category: user.unique_id, subjects: yes }' | 24, locations.prompts.fields.at.*: a list of subjects is one field and not sealed, so that it can be searched
      customer: { category: user.unique_id }           | customer: { category: user.unique_id, subjects: yes } | 38, locations.marks.fields.customer: it names whose the document is: that is one uid, no list
      role: own                                        | role: mine                                   | 30, locations.marks.role: 'mine' is not one of account, content, usage, device, log, billing, own
      """)
  @Keeps({"P11", "P14", "P15"})
  void aMapThatContradictsItselfIsRefusedWithTheLine(String good, String bad, String complaint) {
    assertThat(GOOD).containsOnlyOnce(good);
    String yaml = GOOD.replace(good, bad.replace("\\n", "\n"));

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .isInstanceOf(SettingsException.class)
        .hasMessage("datamap.yaml:" + complaint.replaceFirst(", ", ": "));
  }
}
