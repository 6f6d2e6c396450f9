/**
 * Checks the Terraform deployment and the settings files against the code, and provides the
 * deployed grants and indexes to the local cloud.
 */
@NullMarked
package com.anykoma.privacy.infra;

import org.jspecify.annotations.NullMarked;
