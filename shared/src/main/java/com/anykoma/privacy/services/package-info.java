/**
 * Builds the services from ports, settings and a clock; no other package wires them. It depends on
 * the packages of all page headings, and none of them depends on it. Start with {@link
 * com.anykoma.privacy.services.Services}.
 */
@NullMarked
package com.anykoma.privacy.services;

import org.jspecify.annotations.NullMarked;
