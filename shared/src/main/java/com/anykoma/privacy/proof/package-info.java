/**
 * Makes the promises of all headings verifiable by people who trust neither the stores nor their
 * operator.
 *
 * <p>Start at {@link com.anykoma.privacy.proof.verification.CertifyService}: the independent
 * verifier re-reads every store before a removal is marked complete, and signs a {@link
 * com.anykoma.privacy.proof.certificate.Certificate}. {@link
 * com.anykoma.privacy.proof.audit.AuditLog} records every change; {@link
 * com.anykoma.privacy.proof.audit.CheckpointService} signs the root of a Merkle tree over it.
 */
@NullMarked
package com.anykoma.privacy.proof;

import org.jspecify.annotations.NullMarked;
