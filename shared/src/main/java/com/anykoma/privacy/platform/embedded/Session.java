package com.anykoma.privacy.platform.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SQLite connection that prepares each statement once; one statement's rows at a time. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Reads one row; columns are numbered from 1. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Reads one row; returns false to stop. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  /** Runs a statement without result rows. Returns the number of changed rows. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** Passes each row to {@code visitor}, in order, until it returns false. */
  void scan(String sql, RowVisitor visitor, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      boolean wanted = true;
      while (wanted && rows.next()) {
        wanted = visitor.visit(rows);
      }
    }
  }

  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    scan(sql, row -> found.add(reader.read(row)), values);
    return found;
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** Whether a query has a row. */
  boolean exists(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> true, values).isPresent();
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Closes all prepared statements, because the driver finalises those that failed. */
  void forgetStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
