/** `rc10` → `['rc', 10]`, so that the tenth candidate comes after the second. SemVer itself would compare the letters. */
export function prereleaseIdentifiers(text: string): readonly (number | string)[] {
  return (text.match(/\d+|[a-z]+/gi) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part.toLowerCase()));
}
