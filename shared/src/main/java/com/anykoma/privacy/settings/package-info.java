/**
 * The YAML files that a privacy officer edits, read strictly: every complaint names file and line.
 */
@NullMarked
package com.anykoma.privacy.settings;

import org.jspecify.annotations.NullMarked;
