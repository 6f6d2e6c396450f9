/**
 * Holds what Terraform would deploy against the functions and the promises, and has what runs on
 * one machine run with the rights and indexes that are deployed.
 */
@NullMarked
package com.anykoma.privacy.infra;

import org.jspecify.annotations.NullMarked;
