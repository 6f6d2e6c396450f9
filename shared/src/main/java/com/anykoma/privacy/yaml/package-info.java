/**
 * Strict reading of the YAML files that a privacy officer edits. Every error names file and line.
 */
@NullMarked
package com.anykoma.privacy.yaml;

import org.jspecify.annotations.NullMarked;
