project_id         = "anykoma-staging"
region             = "europe-west1"
firestore_location = "eur3"
pages_url          = "https://staging.anykoma.com/privacy"
alert_emails       = ["privacy-alerts@anykoma.com"]

break_glass = {
  requesters = ["privacy-operators@anykoma.com"]
  approvers  = ["privacy-approvers@anykoma.com"]
}
