package com.anykoma.privacy.platform.embedded;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of {@code cloud.db}. Times are in microseconds. {@link PathKey} describes the key of a
 * document. An index on {@code grp} orders the nested collections of a group by path; {@code grp}
 * is null in a top-level collection, which is a range of keys. A row of {@code changes} contains
 * the changes of one transaction, under the sequence of the last one. No table is {@code WITHOUT
 * ROWID}: that would store whole rows in inner pages of the tree, which every write must copy.
 */
final class Schema {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS documents (
            row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, grp TEXT, fields TEXT NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL)""",
          """
          CREATE INDEX IF NOT EXISTS documents_by_group ON documents (grp, substr(key, 2))
            WHERE grp IS NOT NULL""",
          """
          CREATE TABLE IF NOT EXISTS changes (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, changes TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS tasks (
            id TEXT PRIMARY KEY, topic TEXT NOT NULL, attributes TEXT,
            published INTEGER NOT NULL, due INTEGER, attempt INTEGER NOT NULL)""",
          "CREATE INDEX IF NOT EXISTS tasks_by_due ON tasks (due) WHERE due IS NOT NULL",
          """
          CREATE TABLE IF NOT EXISTS blobs (
            generation INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, name BLOB NOT NULL,
            live INTEGER NOT NULL, size INTEGER NOT NULL, crc32c INTEGER NOT NULL,
            content_type TEXT NOT NULL, metadata TEXT NOT NULL, created INTEGER NOT NULL,
            file INTEGER NOT NULL)""",
          """
          CREATE UNIQUE INDEX IF NOT EXISTS blobs_by_name ON blobs (bucket, name, generation)""",
          """
          CREATE TABLE IF NOT EXISTS unindexed_files (
            file INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL)""",
          "CREATE TABLE IF NOT EXISTS versioned_buckets (bucket TEXT PRIMARY KEY)",
          """
          CREATE TABLE IF NOT EXISTS accounts (
            uid TEXT PRIMARY KEY, email TEXT, display_name TEXT, disabled INTEGER NOT NULL,
            created INTEGER NOT NULL, sessions_from INTEGER NOT NULL, claims TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS account_deletions (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS customers (
            id TEXT PRIMARY KEY, uid TEXT, created INTEGER NOT NULL, deleted INTEGER NOT NULL)""",
          """
          CREATE INDEX IF NOT EXISTS customers_by_creation ON customers (created, id)
            WHERE deleted = 0""",
          """
          CREATE TABLE IF NOT EXISTS subscriptions (
            id TEXT PRIMARY KEY, customer TEXT NOT NULL, status TEXT NOT NULL,
            items TEXT NOT NULL, paid_until INTEGER)""",
          """
          CREATE INDEX IF NOT EXISTS subscriptions_by_customer ON subscriptions (customer, id)""",
          """
          CREATE TABLE IF NOT EXISTS customer_emails (
            customer TEXT PRIMARY KEY, email TEXT NOT NULL)""",
          "CREATE TABLE IF NOT EXISTS products (id TEXT PRIMARY KEY, fields TEXT NOT NULL)",
          """
          CREATE TABLE IF NOT EXISTS redactions (id TEXT PRIMARY KEY, done INTEGER NOT NULL)""",
          "CREATE TABLE IF NOT EXISTS nodes (path TEXT PRIMARY KEY, value TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS cursors (name TEXT PRIMARY KEY, at INTEGER NOT NULL)");

  private Schema() {}

  /** Creates missing tables. Idempotent, also from several processes at once. */
  static void create(Session session) throws SQLException {
    session.update("BEGIN IMMEDIATE");
    for (String table : TABLES) {
      session.update(table);
    }
    session.update("COMMIT");
  }
}
