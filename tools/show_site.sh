#!/usr/bin/env bash
# Prints, from a site file, who can sign in, which desk phones can register and what can be dialled.
# usage: tools/show_site.sh site.toml
set -euo pipefail
awk '
# What the file does not say has the default of the site file.
function field(name, fallback) { return (name in f) ? f[name] : fallback }
function flush_block() {
  if (block == "tenant")
    printf "\n企业 Tenant      %s  %s\n  %-10s %-14s %-8s %-6s %-5s %s\n", field("code"), field("name"),
      "account", "password", "role", "ext", "type", "extension secret"
  else if (block == "tenant.user")
    printf "  %-10s %-14s %-8s %-6s %-5s %s\n", field("account", field("number")), field("password"),
      field("role", "agent"), field("extension", "-"), field("extension_type", "web"), field("extension_secret")
  else if (block == "tenant.queue")
    printf "  可拨 dial %-12s 队列 queue %s\n", field("number"), field("name")
  else if (block == "tenant.inbound")
    printf "  外线 DID  %-12s -> %s (trunk %s)\n", field("did"), field("destination"), field("trunk")
  delete f
}
/^[[:space:]]*\[\[/ { flush_block(); block = $0; gsub(/[][[:space:]]/, "", block); next }
/^[[:space:]]*[A-Za-z_]+[[:space:]]*=/ {
  key = $0; sub(/[[:space:]]*=.*/, "", key); gsub(/[[:space:]]/, "", key)
  value = $0; sub(/^[^=]*=[[:space:]]*/, "", value)
  if (value ~ /^"/) { sub(/^"/, "", value); sub(/".*/, "", value) } else sub(/[[:space:]]*#.*/, "", value)
  f[key] = value
}
END { flush_block() }' "$1"
