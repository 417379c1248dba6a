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
  /** Of a server at 127.0.0.1, or of a client of this name; for a day from now, unless a time is given. */
  readonly issue: (name: string, time?: ValidTime) => KeyPair;
}

/** As OpenSSL writes it: `20200131235959Z`. */
export interface ValidTime {
  readonly from: string;
  readonly to: string;
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
    issue(name, time) {
      const [request, certFile, keyFile] = ['csr', 'crt', 'key'].map((ending) => join(folder, `${name}.${ending}`));
      openssl('req', ...newKey, '-keyout', keyFile!, '-out', request!, '-subj', `/CN=${name}`);
      if (time) {
        const dates = ['-startdate', time.from, '-enddate', time.to];
        const signed = ['-cert', caFile, '-keyfile', caKeyFile, '-extfile', extensions, ...dates];
        openssl('ca', '-batch', '-config', describeAuthority(folder), ...signed, '-in', request!, '-out', certFile!);
      } else {
        const signed = ['-CA', caFile, '-CAkey', caKeyFile, '-CAcreateserial', '-extfile', extensions, '-days', '1'];
        openssl('x509', '-req', '-in', request!, ...signed, '-out', certFile!);
      }
      return { certFile: certFile!, keyFile: keyFile! };
    },
  };
}

/** Only `openssl ca` takes dates, before OpenSSL 3.4; it wants to keep books. Gives the file that says where. */
function describeAuthority(folder: string): string {
  const books = join(folder, 'books');
  writeFileSync(books, '');
  const settings = `database=${books}\nnew_certs_dir=${folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=names`;
  const file = join(folder, 'authority');
  writeFileSync(file, `[ca]\ndefault_ca=test\n[test]\n${settings}\n[names]\ncommonName=supplied\n`);
  return file;
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
