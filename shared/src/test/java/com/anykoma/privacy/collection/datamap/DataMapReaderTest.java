package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
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
  void fieldInheritsItsLocationsRules() {
    DataMap map = DataMap.read(Setting.parse("datamap.yaml", GOOD));

    Location prompts = map.location("prompts").orElseThrow();
    DataField text = prompts.field("text").orElseThrow();
    DataField at = prompts.field("at").orElseThrow();
    assertThat(text.purposes()).isEqualTo(prompts.purposes());
    assertThat(text.retention().name()).isEqualTo("life");
    assertThat(text.sealed()).isEqualTo(DataField.Sealing.PAID);
    assertThat(at.purposes()).extracting(Enum::name).containsExactly("LEGAL");
    assertThat(at.retention()).extracting(RetentionClass::name).isEqualTo("short");
    assertThat(at.sealed()).isEqualTo(DataField.Sealing.NEVER);
  }

  @Test
  void refusesNamesThatCertificatesCannotContain() {
    String yaml = GOOD.replace("  marks:", "  ma rks:").replace("[marks]", "[ma rks]");

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .hasMessage(
            "datamap.yaml:25: locations.ma rks: a place's name has 1 to 60 of the characters A-Z"
                + " a-z 0-9 _ - and begins with a letter");
  }

  @Test
  @Keeps({"P20", "P23"})
  void locationWithoutSubjectMayListSubjects() {
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
            "locations.groups.fields.members: only documents of the main database can list"
                + " subjects");
  }

  /** Each row: a line of the valid map, its replacement, and the expected error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text: { category: user.content, sealed: paid }   | text: { category: user.contact.email }       | 23, locations.prompts.fields.text.category: category 'user.contact.email' is not listed under categories; add it there or correct the name
          text: { category: user.content, sealed: paid }   | text: { category: content }                  | 23, locations.prompts.fields.text.category: a data category is dotted lower-case words that start with user or system, not 'content'
          text: { category: user.content, sealed: paid }   | text: { category: user.device.ip_address }   | 23, locations.prompts.fields.text: an IP address is for security only (P14)
          text: { category: user.content, sealed: paid }   | "te xt": { category: user.content }          | 23, locations.prompts.fields.te xt: a field's name is words joined by dots, with an optional '.*' at the end
          text: { category: user.content, sealed: paid }   | text: { category: user.content, seal: paid } | 23, locations.prompts.fields.text.seal: unknown key 'seal'; known are category, sealed, purposes, retention, truncate, subjects, correctable
          'user.device.ip_address]'                        | 'user.content]'                              | 2, categories.P11[2]: this category is listed twice; keep one
          'purposes: [service]'                            | 'purposes: [sale]'                           | 17, locations.prompts.purposes[0]: 'sale' is not one of service, security, billing, legal, improvement
          'purposes: [service]'                            | 'purposes: []'                               | 17, locations.prompts.purposes: at least one purpose is required
          retention: life                                  | retention: long                              | 18, locations.prompts.retention: no retention class is named 'long'
          max: P30D                                        | max: P0D                                     | 7, retention.short: the max of a retention class must be positive
          ground: soon forgotten                           | max2: P1D                                    | 9, retention.short.max2: unknown key 'max2'; known are max, ground
          reason: a mark                                   | # no reason                                  | 33, locations.marks.export: a reason is required if data is not exported, and not allowed if it is
          export: yes                                      | 'export: yes\n    reason: none'              | 19, locations.prompts.export: a reason is required if data is not exported, and not allowed if it is
          ground: tells repeats                            | 'ground: "\\e[2K"'                            | 36, locations.marks.ground: a ground has 1 to 200 of the characters A-Z a-z 0-9 space . , ; : ( ) / ' - and begins with a letter or digit
          ground: tells repeats                            | # no ground                                  | 35, locations.marks.erase: a ground is required if data is not deleted, and not allowed if it is
          erase: delete                                    | erase: pseudonymise                          | 20, locations.prompts.erase: a ground is required if data is not deleted, and not allowed if it is
          subject: "{uid}"                                 | subject: "{user}"                            | 14, locations.prompts.subject: the path does not contain {user}
          subject: "{uid}"                                 | subject: uid                                 | 14, locations.prompts.subject: the location has no field 'uid'
          subject: "{uid}"                                 | subject: none                                | 14, locations.prompts.subject: a location with personal data must name its subject: a path id, a field or 'hashed'
          subject: customer                                | subject: hashed                              | 29, locations.marks.through: 'through' requires a field or an {id} as subject
          through: prompts                                 | through: customers                           | 29, locations.marks.through: no location is named 'customers'
          'derived: [marks]'                               | 'derived: [corpus]'                          | 21, locations.prompts.edges: no location is named 'corpus'
          'derived: [marks]'                               | 'made: [marks]'                              | 21, locations.prompts.edges.made: unknown key 'made'; known are owned, derived, shared, counted
          path: marks/{id}                                 | path: users/{user}/prompts/{prompt}          | 25, locations.marks: this location overlaps location 'prompts'; change one path
          path: marks/{id}                                 | path: users/{user}/prompts/last              | 25, locations.marks: this location overlaps location 'prompts'; change one path
          path: marks/{id}                                 | path: marks                                  | 27, locations.marks.path: a document's path must alternate fixed collections and {ids}
          path: marks/{id}                                 | path: "{marks}/{id}"                         | 27, locations.marks.path: a document's path must alternate fixed collections and {ids}
          path: marks/{id}                                 | path: marks/{id}/x/{id}                      | 27, locations.marks.path: a path must not repeat an {id}
          path: marks/{id}                                 | path: marks/x{id}                            | 27, locations.marks.path: a path is literals and {ids} joined by '/'
          path: marks/{id}                                 | bucket: content                              | 27, locations.marks.bucket: a location of this kind has no 'bucket'
          role: own                                        | 'role: own\n    stamped: yes'                | 31, locations.marks.stamped: only documents of role content are stamped
          role: own                                        | 'role: own\n    strip: [exif]'               | 31, locations.marks.strip: only blobs have embedded metadata to strip
          role: own                                        | 'role: own\n    database: other'             | 27, locations.marks.path: a database is main or keys
          text: { category: user.content, sealed: paid }   | 'text: { category: user.content, sealed: paid }\n      text.x: { category: user.content, sealed: always }' | 22, locations.prompts.fields: 'text.x' is already sealed as a part of 'text'
          'aged: at'                                       | # not aged                                   | 32, locations.marks.retention: the retention class has a max, so 'aged' must name the timestamp field
          'aged: at'                                       | 'aged: then'                                 | 40, locations.marks.aged: 'aged' must name a field whose retention class has a max
          'aged: at'                                       | 'about: then'                                | 40, locations.marks.about: the location has no field 'then'
          'derived: [marks]'                               | 'counted: { marks: then }'                   | 21, locations.prompts.edges.counted.marks: the location has no field 'then'
          text: { category: user.content, sealed: paid }   | text: { category: user.content, truncate: P1D } | 23, locations.prompts.fields.text.truncate: only an IP address is truncated
          text: { category: user.content, sealed: paid }   | 'text: { category: user.device.ip_address, purposes: [security], truncate: P1D }' | 22, locations.prompts.fields: 'truncate' requires 'aged' to name the timestamp field
          customer: { category: user.unique_id }           | 'customer: { category: user.unique_id }\n      ip: { category: user.device.ip_address, truncate: P1D }\n      by: { category: user.device.ip_address, truncate: P2D }' | 37, locations.marks.fields: all fields of a location must have the same 'truncate'
          at: { category: user.content, purposes: [legal], retention: short } | at: { category: user.content, subjects: yes }     | 24, locations.prompts.fields.at.subjects: only a field of category user.unique_id lists subjects
          at: { category: user.content, purposes: [legal], retention: short } | at: { category: user.unique_id, subjects: yes, sealed: paid } | 24, locations.prompts.fields.at: a list of subjects must be one unsealed field, so that it can be queried
          at: { category: user.content, purposes: [legal], retention: short } | 'at.*: { category: user.unique_id, subjects: yes }' | 24, locations.prompts.fields.at.*: a list of subjects must be one unsealed field, so that it can be queried
          customer: { category: user.unique_id }           | customer: { category: user.unique_id, subjects: yes } | 38, locations.marks.fields.customer: this field leads to one other document, so it must be one id and not a list
          role: own                                        | role: mine                                   | 30, locations.marks.role: 'mine' is not one of account, content, usage, device, log, billing, own
          """)
  @Keeps({"P11", "P14", "P15"})
  void refusesAContradictingMapWithItsLine(String good, String bad, String complaint) {
    assertThat(GOOD).containsOnlyOnce(good);
    String yaml = GOOD.replace(good, bad.replace("\\n", "\n"));

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .isInstanceOf(SettingsException.class)
        .hasMessage("datamap.yaml:" + complaint.replaceFirst(", ", ": "));
  }

  private static final String BLOBS =
      """
        pictures:
          kind: blob
          bucket: content
          path: users/{uid}/pictures/{id}
          subject: "{uid}"
          role: content
          purposes: [service]
          retention: life
          export: yes
          erase: delete
          derived: ["{id}_{width}x{height}"]
          fields:
            bytes: { category: user.content }
      """;

  private static DataMap withPictures(String from, String to) {
    String pictures = BLOBS.replace(from, to);
    return DataMap.read(Setting.parse("datamap.yaml", GOOD + pictures));
  }

  @Test
  void derivedObjectHasTheLocationAndSubjectOfItsOriginal() {
    DataMap map = withPictures("", "");
    BlobId thumbnail = new BlobId("content", "users/ann/pictures/a_20x20");

    assertThat(map.locationOf(thumbnail).map(Location::name)).contains("pictures");
    assertThat(map.subjectOf(thumbnail)).contains(new SubjectId("ann"));
    assertThat(map.originalsOf(thumbnail))
        .containsExactly(new BlobId("content", "users/ann/pictures/a"), thumbnail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path: users/{uid}/pictures/{id}|path: pictures/{uid}|an id of their own",
        "{id}_{width}x{height}|{width}_{id}|must name the original",
        "{id}_{width}x{height}|{id}{width}|no letter or digit",
      })
  void derivedNamesThatCannotBeAttributedAreRefused(String from, String to, String problem) {
    assertThatThrownBy(() -> withPictures(from, to))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }

  private static final String OWNED =
      """
      categories:
        P11: [user.content, user.unique_id]
      retention: { life: { ground: as long as the account } }
      locations:
        notes: { kind: document, path: "w/{w}/notes/{id}", subject: by, role: content,
          stamped: yes, purposes: [service], retention: life, export: yes, erase: delete,
          fields: { by: { category: user.unique_id }, text: { category: user.content } } }
        comments: { kind: document, path: "w/{w}/notes/{note}/comments/{id}", subject: "{note}",
          through: notes, role: content, stamped: yes, purposes: [service], retention: life,
          export: yes, erase: delete, fields: { text: { category: user.content } } }
        boards: { kind: document, path: "boards/{board}", subject: owners, role: content,
          stamped: yes, purposes: [service], retention: life, export: yes, erase: delete,
          fields: { owners: { category: user.unique_id, subjects: yes },
            members.*: { category: user.unique_id, subjects: keys } } }
      """;

  @Test
  void readsEveryFormOfOwner() {
    DataMap map = DataMap.read(Setting.parse("datamap.yaml", OWNED));

    assertThat(map.locations())
        .extracting(Location::subject)
        .containsExactly(
            new SubjectLocator.InField("by"),
            new SubjectLocator.ThroughPath("note", "notes"),
            new SubjectLocator.InList("owners"));
    assertThat(map.location("boards").orElseThrow().subjectMaps()).containsExactly("members");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          path: "w/{w}/notes/{id}", subject: by | path: "w/{w}/notes/{id}", subject: hashed | stamped content must name its owner
          by: { category: user.unique_id }, text: { category: user.content } | by: { category: user.unique_id, sealed: paid }, text: { category: user.content } | the field that names the owner must stay readable
          export: yes, erase: delete, fields: { text: { category: user.content } } } | export: yes, erase: delete, fields: { text: { category: user.content, sealed: paid } } } | sealed with the key of one person
          owners: { category: user.unique_id, subjects: yes }, | owners: { category: user.unique_id, subjects: yes }, t: { category: user.content, sealed: always }, | sealed with the key of one person
          subject: "{note}" | subject: "{id}" | must continue w/{w}/notes/{id}
          subject: "{note}" | subject: "{n}" | the path does not contain {n}
          path: "w/{w}/notes/{note}/comments/{id}", subject: "{note}" | path: "c/{c}/comments/{id}", subject: text | does not contain all ids of w/{w}/notes/{id} before its last one: [w]
          through: notes | through: comments | must be documents of the main database whose subject is a field
          through: notes | through: nothing | no location is named 'nothing'
          owners: { category: user.unique_id, subjects: yes } | owners: { category: user.unique_id } | the keys of a map cannot be queried
          members.*: | members: | with '.*' at its end
          """)
  void refusesAnOwnerThatCannotBeDetermined(String good, String bad, String problem) {
    assertThat(OWNED).contains(good);

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", OWNED.replace(good, bad))))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("datamap.yaml:")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          notes | erase: retain, ground: x | an erasure keeps 'notes', so it could not find these documents
          boards | erase: retain, ground: x | a document with several owners is deleted with its last owner
          """)
  void refusesToKeepWhatLeadsToAnOwner(String location, String erase, String problem) {
    int at = OWNED.indexOf("erase: delete", OWNED.indexOf("  " + location + ":"));
    String yaml = OWNED.substring(0, at) + erase + OWNED.substring(at + "erase: delete".length());

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesAnObjectWhoseOwnerIsNotTheFirstId() {
    String yaml =
        OWNED
            + """
              files: { kind: blob, bucket: content, path: "rooms/{room}/{uid}/{id}",
                subject: "{uid}", role: content, purposes: [service], retention: life,
                export: yes, erase: delete, fields: { bytes: { category: user.content } } }
            """;

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", yaml)))
        .hasMessageContaining(
            "{uid} is not the first id: only documents can have others before it");
  }
}
