/**
 * The YAML files that a privacy officer edits, read strictly: every complaint names file and line.
 */
@NullMarked
package com.anykoma.privacy.yaml;

import org.jspecify.annotations.NullMarked;
