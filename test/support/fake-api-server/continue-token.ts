/** Where the next page begins: what a continue token says (storage/continue.go). The server keeps nothing for it. */
export interface ContinueToken {
  /** -1: whatever the server holds by then. */
  readonly revision: number;
  /** The key that the page begins with or after, without what the path already says. */
  readonly start: string;
}

export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).toString('base64url');
}

/** `undefined` for a text that is no token. */
export function decodeContinue(text: string): ContinueToken | undefined {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString());
    return v === 'meta.k8s.io/v1' && Number.isInteger(rv) && rv !== 0 && typeof start === 'string' && start !== ''
      ? { revision: rv, start }
      : undefined;
  } catch {
    return undefined; // not JSON
  }
}
