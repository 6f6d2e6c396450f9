/**
 * Builds the graph of services from ports, settings and a clock: the one place that knows which
 * collaborator a service is given. It lies above every heading, so no heading depends on it. Read
 * {@link com.anykoma.privacy.services.Services} first.
 */
@NullMarked
package com.anykoma.privacy.services;

import org.jspecify.annotations.NullMarked;
