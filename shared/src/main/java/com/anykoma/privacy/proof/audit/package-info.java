/**
 * The audit log: its entries, the Merkle tree that seals them every hour, the inclusion and
 * consistency proofs, and the check of the whole log. Read {@link
 * com.anykoma.privacy.proof.audit.AuditLog} first; docs/proofs.md describes the files byte by byte.
 */
@NullMarked
package com.anykoma.privacy.proof.audit;

import org.jspecify.annotations.NullMarked;
