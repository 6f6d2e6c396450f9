/**
 * Terraform's own program and its plans, made and read without an account. Knows nothing of what is
 * deployed. Read {@link com.anykoma.privacy.infra.terraform.Terraform} first.
 */
@NullMarked
package com.anykoma.privacy.infra.terraform;

import org.jspecify.annotations.NullMarked;
