/** A value for between double quotes, in PromQL as in Go. */
export function escapeString(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A regular expression (RE2) for exactly this text. */
export function escapeRegex(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A regular expression for any of these texts. */
export function anyOf(values: readonly string[]): string {
  return values.map(escapeRegex).join('|');
}
