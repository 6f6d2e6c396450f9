variable "project_id" {
  description = "The project of this environment."
  type        = string
}

variable "region" {
  description = "The region of functions, buckets, keys and logs."
  type        = string
}

variable "firestore_location" {
  description = "The location of the databases; it cannot be changed later."
  type        = string
}

variable "databases" {
  description = "The ids of the databases; they change when a database is restored from a backup."
  type = object({
    main = string
    keys = string
  })
  default = { main = "(default)", keys = "privacy-keys" }
}

variable "hash_key_version" {
  description = "The version of the secret subject-hash-key: a number, which never changes."
  type        = string
  default     = "1"
}

variable "pages_url" {
  description = "The address of the product's privacy pages, to which e-mails link."
  type        = string
}

variable "realtime_database_url" {
  description = "The URL of the Realtime Database; empty if datamap.yaml has no location of kind realtime."
  type        = string
  default     = ""
}

variable "functions_zip" {
  description = "The path of the deployable zip."
  type        = string
  default     = "../../../functions/target/deploy/functions.zip"
}

variable "canary" {
  description = "Functions that get another zip first, as a canary."
  type = object({
    functions_zip = string
    functions     = set(string)
  })
  default = null
}

variable "auth_trigger_generation" {
  description = "The generation of account deletion events: 1 or 2."
  type        = number
  default     = 2
}

variable "alert_emails" {
  description = "The email addresses for alerts."
  type        = set(string)
}

variable "break_glass" {
  description = "Groups that may request one hour of access to personal data, and groups that approve it."
  type = object({
    requesters = set(string)
    approvers  = set(string)
  })
  default = null
}
