/**
 * The vault: encrypts ("seals") the uploads and document fields of each subject with the subject's
 * own keys. Destroying a key makes every copy unreadable, backups included. Read {@link
 * com.anykoma.privacy.protection.vault.KeyService} first.
 */
@NullMarked
package com.anykoma.privacy.protection.vault;

import org.jspecify.annotations.NullMarked;
