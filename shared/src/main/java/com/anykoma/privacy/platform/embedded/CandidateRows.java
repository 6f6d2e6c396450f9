package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Query;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows that may match a query, in path order: a range of keys, or a group, filtered by
 * conditions on the JSON that SQL can check. Values of the query are passed only as bound
 * parameters. {@link QueryMatcher} decides whether a candidate matches.
 */
final class CandidateRows {
  private final StringBuilder where = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final String order;

  private CandidateRows(Query query, boolean nested, Optional<DocumentPath> after) {
    if (nested) {
      order = "substr(key, 2)";
      where.append("grp = ? AND substr(key, 2) > ?");
      values.add(query.collection());
      values.add(after.map(CandidateRows::withoutDepth).orElseGet(() -> new byte[1]));
    } else {
      order = "key";
      where.append("key > ? AND key < ?");
      byte[] start = PathKey.ofCollection(query.collection());
      values.add(after.map(each -> PathKey.later(start, each)).orElse(start));
      values.add(PathKey.after(start));
    }
    query.conditions().forEach(this::narrow);
  }

  /**
   * The candidates of a query: one list of rows, or for a group two: its top-level collection and
   * its nested collections.
   *
   * @param after the path to start after, when the query is ordered by path only
   */
  static List<CandidateRows> of(Query query, Optional<DocumentPath> after) {
    CandidateRows collection = new CandidateRows(query, false, after);
    return query.group()
        ? List.of(collection, new CandidateRows(query, true, after))
        : List.of(collection);
  }

  private static byte[] withoutDepth(DocumentPath path) {
    byte[] key = PathKey.of(path);
    return Arrays.copyOfRange(key, 1, key.length);
  }

  private void narrow(Query.Condition condition) {
    Object wanted = QueryMatcher.wanted(condition);
    if (condition.operator() == Query.Operator.EQUAL) {
      String name = QueryMatcher.lastName(condition.field());
      where.append(" AND instr(fields, ?) > 0");
      // 1 and 1.0 are equal, but their JSON differs: only the name must be there
      values.add(wanted instanceof Number ? writtenName(name) : written(name, wanted));
    } else if (condition.operator() == Query.Operator.CONTAINS) {
      if (wanted instanceof String) {
        where.append(" AND instr(fields, ?) > 0");
        values.add(written("v", wanted).substring("\"v\":".length()));
      }
    } else if (wanted instanceof Instant time && isPlain(condition.field())) {
      where.append(" AND json_extract(fields, ?) ").append(sign(condition.operator())).append(" ?");
      values.add("$." + condition.field() + ".\"@t\"");
      values.add(Micros.of(time));
    }
  }

  /** The JSON {@code "name":value}, which every document with this field contains. */
  private static String written(String name, Object value) {
    String map = FieldsWriter.write(Fields.empty().with(name, value));
    return map.substring(1, map.length() - 1);
  }

  /** The JSON {@code "name":}. */
  private static String writtenName(String name) {
    String pair = written(name, "");
    return pair.substring(0, pair.length() - "\"\"".length());
  }

  /** Whether a JSON path can name the field without quoting. */
  private static boolean isPlain(String field) {
    return field.matches("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
  }

  private static String sign(Query.Operator operator) {
    return switch (operator) {
      case EQUAL, CONTAINS -> "=";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
    };
  }

  /** Passes key, fields and times of each row to {@code visitor}. */
  void scan(Session session, Session.RowVisitor visitor) throws SQLException {
    session.scan(StoredDocument.SELECT + where + " ORDER BY " + order, visitor, values.toArray());
  }

  long count(Session session) throws SQLException {
    return session
        .first(
            "SELECT count(*) FROM documents WHERE " + where,
            row -> row.getLong(1),
            values.toArray())
        .orElseThrow();
  }
}
