/**
 * The vault: seals what subjects upload and write under a key per subject. When the key is
 * destroyed, every copy becomes unreadable, backups included. Read {@link
 * com.anykoma.privacy.protection.vault.KeyService} first.
 */
@NullMarked
package com.anykoma.privacy.protection.vault;

import org.jspecify.annotations.NullMarked;
