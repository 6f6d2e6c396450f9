package com.anykoma.privacy.changes.policy;

import java.time.Duration;

/**
 * A check that watches promises while the system runs; {@code work.Checks} records its results.
 *
 * @param name of its results
 * @param maxAge age at which its latest result is stale
 * @param owner role of the staff who resolve what it finds
 */
public record LiveCheck(String name, Duration maxAge, String owner) {}
