locals {
  apis = toset([
    "artifactregistry", "cloudbuild", "cloudfunctions", "cloudkms", "cloudresourcemanager",
    "cloudscheduler", "eventarc",
    "firebaserules", "firebasestorage", "firestore", "iam", "identitytoolkit", "logging",
    "monitoring", "privilegedaccessmanager", "pubsub", "run", "secretmanager", "storage",
  ])
}

resource "google_project_service" "api" {
  for_each = local.apis

  project            = var.project_id
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
