variable "project_id" {
  description = "The project that everything is deployed to; a Firebase project."
  type        = string
}

variable "region" {
  description = "Where functions, buckets, keys and logs are."
  type        = string
}

variable "firestore_location" {
  description = "Where both databases are: the region, or a multi-region that it belongs to (eur3, nam5). It cannot be changed later."
  type        = string
}

variable "databases" {
  description = "The databases' ids: others than these once one was restored from a backup."
  type = object({
    main = string
    keys = string
  })
  default = { main = "(default)", keys = "privacy-keys" }
}

variable "environment" {
  description = "What this deployment is for, as a label."
  type        = string
}

variable "hash_key_version" {
  description = "The version of the secret subject-hash-key that the data was written under; it never changes."
  type        = string

  validation {
    condition     = can(regex("^[1-9][0-9]*$", var.hash_key_version))
    error_message = "A number: with latest, a second version would make every tombstone and key unfindable."
  }
}

variable "stripe_livemode" {
  description = "Whether Stripe's events are of live mode; those of the other mode are refused."
  type        = bool
}

variable "stripe_account" {
  description = "The Connect account whose events are expected, instead of our own; empty for our own."
  type        = string
  default     = ""
}

variable "functions_zip" {
  description = "What is deployed: functions/target/deploy/functions.zip of a build."
  type        = string
}

variable "canary" {
  description = "Functions that are deployed from another zip first; null for none."
  type = object({
    functions_zip = string
    functions     = set(string)
  })
  default = null
}

variable "auth_trigger_generation" {
  description = "By which generation of event the deletion of an account arrives: 2, or 1 where the project does not have it yet."
  type        = number
  default     = 2

  validation {
    condition     = contains([1, 2], var.auth_trigger_generation)
    error_message = "The generation is 1 or 2."
  }
}

variable "alert_emails" {
  description = "Who is told of alerts: at least one address that somebody reads at night."
  type        = set(string)

  validation {
    condition     = length(var.alert_emails) > 0
    error_message = "An alert that nobody is told of is none."
  }
}

variable "break_glass" {
  description = "Groups that may ask for an hour of reading personal data, and those that grant it; null where nobody may. Privileged Access Manager needs an organisation."
  type = object({
    requesters = set(string)
    approvers  = set(string)
  })
  default = null
}

variable "lock_evidence" {
  description = "Locks the retention of the bucket of evidence: for good, not even an owner can shorten it then."
  type        = bool
  default     = false
}
