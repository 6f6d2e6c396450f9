# The paths of the documents whose writes run functions, from the data map. TriggerPatterns.java computes
# the same, and ./run infra check compares both.
locals {
  main_documents = [
    for it in values(local.locations) : {
      path    = it.path
      role    = it.role
      stamped = try(it.stamped, false)
      parent  = replace(dirname(dirname(it.path)), "/{[^}]*}/", "{}")
    }
    if it.kind == "document" && try(it.database, "main") == "main"
  ]

  # Beneath these parents a wildcard would also match accounts or this software's own records.
  closed_parents = [for it in local.main_documents : it.parent if contains(["own", "account"], it.role)]

  # by the value of trigger.document and by parent: the paths
  siblings = {
    for role in ["account", "content"] : role => {
      for path in sort([for it in local.main_documents : it.path if it.role == role && (role != "content" || it.stamped)]) :
      replace(dirname(dirname(path)), "/{[^}]*}/", "{}") => path...
    }
  }

  # Paths that differ only in the last collection share a pattern, such as users/{uid}/{collection}/{id}.
  patterns = {
    for role, parents in local.siblings : role => flatten([
      for parent, paths in parents :
      length(paths) == 1 || contains(local.closed_parents, parent)
      ? tolist(paths)
      : tolist(["${dirname(dirname(paths[0]))}/{collection}/${basename(paths[0])}"])
    ])
  }

  # users-1a2b3c: the literals of a pattern, and a hash that differs for every pattern
  slugs = {
    for pattern in flatten(values(local.patterns)) : pattern => join("-", [
      trimsuffix(substr(lower(join("-", regexall("[A-Za-z0-9]+", replace(pattern, "/{[^}]*}/", "")))), 0, 16), "-"),
      substr(sha256(replace(pattern, "/{[^}]*}/", "{}")), 0, 6),
    ])
  }

  # Each function, once for each pattern of its documents, because a function has one event trigger. With
  # several patterns, ContentWritten is deployed as ContentWritten-users-1a2b3c.
  deployments = merge(
    { for name, it in local.functions : name => { function = name, pattern = "", settings = it } if !can(it.trigger.document) },
    [
      for name, patterns in local.documents : {
        for pattern in patterns :
        length(patterns) == 1 ? name : "${name}-${local.slugs[pattern]}" => {
          function = name
          pattern  = pattern
          settings = local.functions[name]
        }
      }
    ]...
  )
}
