# How a person comes to read personal data: for an hour, with a reason, granted by another person, and
# seen in the data access logs. Nobody has a standing right to.
resource "google_privileged_access_manager_entitlement" "read" {
  count = var.break_glass == null ? 0 : 1

  parent               = "projects/${var.project_id}"
  location             = "global"
  entitlement_id       = "privacy-break-glass"
  max_request_duration = "3600s"

  eligible_users {
    principals = [for group in var.break_glass.requesters : "group:${group}"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/${var.project_id}"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role                 = "roles/datastore.viewer"
        condition_expression = "resource.name == \"projects/${var.project_id}/databases/${var.databases.main}\""
      }

      role_bindings {
        role = "roles/logging.privateLogViewer"
      }
    }
  }

  requester_justification_config {
    unstructured {}
  }

  approval_workflow {
    manual_approvals {
      require_approver_justification = true

      steps {
        approvals_needed = 1

        approvers {
          principals = [for group in var.break_glass.approvers : "group:${group}"]
        }
      }
    }
  }

  depends_on = [google_project_service.api]
}
