/**
 * Makes the promises of all headings checkable by someone who trusts neither the stores nor their
 * operator.
 *
 * <p>Start at {@link com.anykoma.privacy.proof.verification.CertifyService}: the independent
 * verifier, which re-reads every store before a removal is called complete. {@link
 * com.anykoma.privacy.proof.certificate.Certificate} is what it signs. {@link
 * com.anykoma.privacy.proof.audit.AuditLog} records what was done; {@link
 * com.anykoma.privacy.proof.audit.CheckpointService} seals the log into a Merkle tree.
 */
@NullMarked
package com.anykoma.privacy.proof;

import org.jspecify.annotations.NullMarked;
