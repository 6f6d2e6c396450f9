/**
 * Tests of Terraform's files on machines where {@code terraform init} cannot fetch Google's
 * provider: a stand-in for the provider with its schema, and a check without Terraform. Read {@link
 * com.anykoma.privacy.infra.offline.StandInProvider} first.
 */
@NullMarked
package com.anykoma.privacy.infra.offline;

import org.jspecify.annotations.NullMarked;
