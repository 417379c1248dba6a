import { readFile } from 'node:fs/promises';
import { describeFileError } from '../filesystem/file-error.ts';
import { ApiError } from '../http-client/api-error.ts';
import type { HttpConfig, Material, TlsConfig, TlsVersion } from './http-config.ts';

/** What a request carries to say who asks, and how the connection is secured. */
export interface Credentials {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly tls: TlsMaterial;
}

/** In the names of Node's TLS. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly rejectUnauthorized: boolean;
}

/** Reads what the configuration names as files, each time, so that a token or a certificate can be renewed. */
export async function readCredentials(config: HttpConfig): Promise<Credentials> {
  const [authorization, headers, tls] = await Promise.all([
    authorizationOf(config),
    Promise.all(config.headers.map(async ({ name, value }) => [name, inHeader(await read(value), value)] as const)),
    readTls(config.tls),
  ]);
  return { headers: [...authorization.map((value) => ['authorization', value] as const), ...headers], tls };
}

async function authorizationOf({ basicAuth, authorization }: HttpConfig): Promise<readonly string[]> {
  if (basicAuth) {
    const [username, password] = await Promise.all([read(basicAuth.username), read(basicAuth.password)]);
    return [`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`];
  }
  if (!authorization) return [];
  const { type, credentials } = authorization;
  return [`${type} ${inHeader(await read(credentials), credentials)}`];
}

async function readTls(config: TlsConfig): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([config.ca, config.cert, config.key].map((part) => part && read(part)));
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(config.serverName !== undefined && { servername: config.serverName }),
    ...(config.minVersion !== undefined && { minVersion: config.minVersion }),
    ...(config.maxVersion !== undefined && { maxVersion: config.maxVersion }),
    rejectUnauthorized: !config.insecureSkipVerify,
  };
}

async function read(material: Material): Promise<string> {
  if (material.from === 'config') return material.text;
  try {
    return (await readFile(material.file, 'utf8')).trim();
  } catch (cause) {
    throw new ApiError('credentials', `cannot read ${material.file}: ${describeFileError(cause)}`, { cause });
  }
}

/** A certificate where a token belongs would end in an error that names neither. */
function inHeader(value: string, material: Material): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  const place = material.from === 'file' ? material.file : 'the configuration';
  throw new ApiError('credentials', `what ${place} holds is no value of an HTTP header`);
}
