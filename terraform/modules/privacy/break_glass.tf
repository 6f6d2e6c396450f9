# Temporary grants for people (the section people of iam.yaml): for one hour, with a justification and
# another person's approval. The audit logs record each use.
locals {
  entitlements = {
    for name, grants in local.identities.people : name => flatten([
      for grant in grants : [
        for target in grant.target : {
          role      = grant.role
          condition = startswith(target, "database/") ? "resource.name == \"projects/${var.project_id}/databases/${var.databases[trimprefix(target, "database/")]}\"" : null
        }
      ]
    ])
  }
}

resource "google_privileged_access_manager_entitlement" "entitlement" {
  for_each = var.break_glass == null ? {} : local.entitlements

  parent               = "projects/${var.project_id}"
  location             = "global"
  entitlement_id       = "privacy-${each.key}"
  max_request_duration = "3600s"

  eligible_users {
    principals = [for group in var.break_glass.requesters : "group:${group}"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/${var.project_id}"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      dynamic "role_bindings" {
        for_each = each.value

        content {
          role                 = role_bindings.value.role
          condition_expression = role_bindings.value.condition
        }
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
