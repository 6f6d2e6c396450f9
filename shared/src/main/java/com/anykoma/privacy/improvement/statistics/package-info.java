/**
 * Publishes differentially private statistics of free users' use of the service, and nothing else
 * that is computed from it (P29, P30). Start with {@link
 * com.anykoma.privacy.improvement.statistics.AggregateService}.
 */
@NullMarked
package com.anykoma.privacy.improvement.statistics;

import org.jspecify.annotations.NullMarked;
