import type { Flags } from './inventory.ts';

const none: Flags = new Map();

/**
 * The wanted flags of a command line, with every value given; an empty text for a flag without one.
 *
 * Takes `--flag=value`, `--flag value`, one dash as well as two, what stands inside a shell's `-c`, and words without a
 * dash, which are sub-commands.
 */
export function readFlags(commandLine: readonly string[], wanted: ReadonlySet<string>): Flags {
  if (wanted.size === 0 || commandLine.length === 0) return none;
  const words = commandLine.flatMap((word) => word.split(/\s+/));
  const flags = new Map<string, string[]>();
  for (const [index, word] of words.entries()) {
    const { name, value } = /^-{0,2}(?<name>[^-\s=][^\s=]*)(?:=(?<value>.*))?$/.exec(word)?.groups ?? {};
    if (name === undefined || !wanted.has(name)) continue;
    const next = words[index + 1];
    const given = value ?? (next === undefined || next.startsWith('-') ? '' : next);
    flags.set(name, [...(flags.get(name) ?? []), given.replace(/^(["'])(.*)\1$/, '$2')]);
  }
  return flags;
}

/** A command line that reads as these flags again. */
export function writeFlags(flags: Flags): readonly string[] {
  return [...flags].flatMap(([name, values]) =>
    values.map((value) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  );
}

/** A command line as K3s and RKE2 publish it: a JSON list of texts; `undefined` for anything else. */
export function parseArguments(text: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((arg) => typeof arg === 'string') ? parsed : undefined;
  } catch {
    return undefined; // not JSON
  }
}
