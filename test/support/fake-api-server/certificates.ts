import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../tools.ts';
import type { Teardown } from './reflect.ts';

const program = findProgram('openssl');

/** Options of a test that needs certificates: skipped with a reason where they cannot be made, but never in CI. */
export const needsOpenssl: { readonly skip?: string } =
  program !== undefined || process.env['CI'] === 'true' ? {} : { skip: 'openssl not installed' };

export interface KeyPair {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Authority {
  readonly caFile: string;
  /** Of a server at 127.0.0.1, or of a client of this name. */
  readonly issue: (name: string) => KeyPair;
}

/** A certificate authority that is gone when the test ends. */
export function createAuthority(t: Teardown): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, 'ca.crt');
  const caKeyFile = join(folder, 'ca.key');
  openssl('req', '-x509', ...newKey, '-keyout', caKeyFile, '-out', caFile, '-subj', '/CN=test authority', '-days', '1');
  const extensions = join(folder, 'extensions');
  writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1');

  return {
    caFile,
    issue(name) {
      const [request, certFile, keyFile] = ['csr', 'crt', 'key'].map((ending) => join(folder, `${name}.${ending}`));
      openssl('req', ...newKey, '-keyout', keyFile!, '-out', request!, '-subj', `/CN=${name}`);
      const signed = ['-CA', caFile, '-CAkey', caKeyFile, '-CAcreateserial', '-extfile', extensions, '-days', '1'];
      openssl('x509', '-req', '-in', request!, ...signed, '-out', certFile!);
      return { certFile: certFile!, keyFile: keyFile! };
    },
  };
}

/** What a TLS server is made of. */
export function readPair({ certFile, keyFile }: KeyPair): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

function openssl(...args: readonly string[]): void {
  if (program === undefined) throw new Error('openssl is not installed');
  execFileSync(program, args, { stdio: 'pipe' });
}
