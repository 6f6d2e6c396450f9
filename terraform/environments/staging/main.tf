# The staging environment: one project of Google Cloud with Firebase.
module "privacy" {
  source = "../../modules/privacy"

  environment             = "staging"
  project_id              = var.project_id
  region                  = var.region
  firestore_location      = var.firestore_location
  databases               = var.databases
  hash_key_version        = var.hash_key_version
  stripe_livemode         = false
  pages_url               = var.pages_url
  realtime_database_url   = var.realtime_database_url
  functions_zip           = var.functions_zip
  canary                  = var.canary
  auth_trigger_generation = var.auth_trigger_generation
  alert_emails            = var.alert_emails
  break_glass             = var.break_glass
  lock_evidence           = false
}
