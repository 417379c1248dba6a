export interface ListenAddress {
  /** `undefined` listens on every address. */
  readonly host: string | undefined;
  readonly port: number;
}

/** `127.0.0.1:9848`, `[::1]:9848`, or `:9848` for every address; `undefined` when `text` is none of these. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const groups = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]/\s]*)):(?<port>\d{1,5})$/.exec(text)?.groups;
  const port = Number(groups?.['port']);
  if (!groups || port > 65_535) return undefined;
  return { host: groups['ipv6'] ?? (groups['host'] || undefined), port };
}
