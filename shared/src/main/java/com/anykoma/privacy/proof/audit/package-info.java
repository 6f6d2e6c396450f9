/**
 * The audit log: its entries, the Merkle tree and its hourly checkpoints, inclusion and consistency
 * proofs, and the check of the whole log. Read {@link com.anykoma.privacy.proof.audit.AuditLog}
 * first; docs/proofs.md specifies the files byte by byte.
 */
@NullMarked
package com.anykoma.privacy.proof.audit;

import org.jspecify.annotations.NullMarked;
