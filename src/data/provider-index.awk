# Index of the provider files that are its arguments: one line "KIND NAME<tab>ID" for each name by
# which a provider is recognised, so that a file is read only when it is asked for.
#   a alias   d domain   p pattern of domains   m, u mail exchanger (verified or not)
#   h host    w pattern of hosts   r retired host
BEGIN {
  kind["Name"] = kind["Aliases"] = "a"
  kind["Domains"] = "d"
  kind["Patterns"] = "p"
  kind["MX"] = "m"
  kind["UnverifiedMX"] = "u"
  kind["Host"] = kind["OtherHosts"] = "h"
  kind["RetiredHosts"] = "r"
}

# As people write it, in letters and digits.
function plain(name) {
  gsub(/[^a-z0-9]/, "", name)
  return name
}

function put(kind, name) {
  if (kind == "a")
    name = plain(name)
  if (kind == "h" && name ~ /[*?]/)
    kind = "w"
  if (name != "" && name !~ /[{]/)
    print kind " " name "\t" id
}

FNR == 1 {
  id = FILENAME
  sub(/.*\//, "", id)
  sub(/\.provider$/, "", id)
  put("a", id)
}

/^[A-Za-z]+=/ {
  key = substr($0, 1, index($0, "=") - 1)
  if (!(key in kind))
    next
  n = split(tolower(substr($0, index($0, "=") + 1)), names, ";")
  for (i = 1; i <= n; i++) {
    gsub(/^[ \t]+|[ \t]+$/, "", names[i])
    put(kind[key], names[i])
  }
}
