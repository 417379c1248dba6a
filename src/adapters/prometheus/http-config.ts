import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { entry, oneOf, refuseUnder, text } from '../../core/text/entry.ts';
import type { Problem } from '../../core/text/problem.ts';
import { readEntry, type TextFile } from '../../core/text/read-entry.ts';

/** How to reach a Prometheus: the part of its own HTTP client configuration that is about who asks. */
export interface HttpConfig {
  readonly basicAuth: { readonly username: Material; readonly password: Material } | undefined;
  readonly authorization: { readonly type: string; readonly credentials: Material } | undefined;
  readonly headers: readonly { readonly name: string; readonly value: Material }[];
  readonly tls: TlsConfig;
  /** An http or https address. */
  readonly proxyUrl: string | undefined;
}

export interface TlsConfig {
  readonly ca: Material | undefined;
  readonly cert: Material | undefined;
  readonly key: Material | undefined;
  readonly serverName: string | undefined;
  readonly insecureSkipVerify: boolean;
  readonly minVersion: TlsVersion | undefined;
  readonly maxVersion: TlsVersion | undefined;
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** A text that is written in the configuration, or in a file of its own that may be renewed while we run. */
export type Material =
  | { readonly from: 'config'; readonly text: string }
  | { readonly from: 'file'; readonly file: string };

export type HttpConfigReading =
  | { readonly ok: true; readonly config: HttpConfig }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const tlsVersions = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;
const tlsVersion = oneOf(['TLS10', 'TLS11', 'TLS12', 'TLS13'] as const).transform((name) => tlsVersions[name]);

const basicAuth = entry({
  username: z.string().optional(),
  username_file: text.optional(),
  password: z.string().optional(),
  password_file: text.optional(),
}).transform((fields, context) => ({
  username: one(fields, 'username', context) ?? { from: 'config' as const, text: '' },
  password: one(fields, 'password', context) ?? { from: 'config' as const, text: '' },
}));

const authorization = entry({
  type: text.default('Bearer'),
  credentials: z.string().optional(),
  credentials_file: text.optional(),
}).transform((fields, context) => {
  const credentials = one(fields, 'credentials', context);
  if (fields.type.toLowerCase() === 'basic') return refuse(context, 'write basic_auth for this', ['type']);
  if (!credentials) return refuse(context, 'give credentials or credentials_file');
  return { type: fields.type, credentials };
});

const tlsConfig = entry({
  ca: text.optional(),
  ca_file: text.optional(),
  cert: text.optional(),
  cert_file: text.optional(),
  key: text.optional(),
  key_file: text.optional(),
  server_name: text.optional(),
  insecure_skip_verify: z.boolean().default(false),
  min_version: tlsVersion.optional(),
  max_version: tlsVersion.optional(),
}).transform((fields, context): TlsConfig => {
  const cert = one(fields, 'cert', context);
  const key = one(fields, 'key', context);
  if ((cert === undefined) !== (key === undefined)) {
    return refuse(context, 'a client certificate needs both its certificate and its key');
  }
  return {
    ca: one(fields, 'ca', context),
    cert,
    key,
    serverName: fields.server_name,
    insecureSkipVerify: fields.insecure_skip_verify,
    minVersion: fields.min_version,
    maxVersion: fields.max_version,
  };
});

/** Prometheus refuses these too: they belong to the connection, or to another key. */
const reservedHeaders =
  /^(?:authorization|host|content-encoding|content-length|content-type|user-agent|connection|keep-alive|proxy-authenticate|proxy-authorization|www-authenticate|accept-encoding)$/i;

const texts = z.array(z.string()).default([]);
const headers = z
  .record(
    z.string(),
    entry({ values: texts, secrets: texts, files: z.array(text).default([]) }).transform(
      ({ values, secrets, files }) => [
        ...[...values, ...secrets].map((value) => ({ from: 'config' as const, text: value })),
        ...files.map((file) => ({ from: 'file' as const, file })),
      ],
    ),
  )
  .transform((byName, context) =>
    Object.entries(byName).flatMap(([name, values]) => {
      if (reservedHeaders.test(name)) return refuse(context, `the header ${name} cannot be set here`, [name]);
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return refuse(context, `"${name}" names no header`, [name]);
      return values.map((value) => ({ name, value }));
    }),
  );

const proxyUrl = z
  .string()
  .refine((address) => /^https?:\/\/[^/]/.test(address), 'write an address: http://proxy.example.com:3128');

const noTls: TlsConfig = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  serverName: undefined,
  insecureSkipVerify: false,
  minVersion: undefined,
  maxVersion: undefined,
};

/** The keys of Prometheus' `<http_config>` that are taken; any other is refused by its name. */
const httpConfig = entry({
  basic_auth: basicAuth.optional(),
  authorization: authorization.optional(),
  http_headers: headers.optional(),
  tls_config: tlsConfig.optional(),
  proxy_url: proxyUrl.optional(),
}).transform((fields, context): HttpConfig => {
  if (fields.basic_auth && fields.authorization) {
    return refuse(context, 'give one of basic_auth and authorization', ['authorization']);
  }
  return {
    basicAuth: fields.basic_auth,
    authorization: fields.authorization,
    headers: fields.http_headers ?? [],
    tls: fields.tls_config ?? noTls,
    proxyUrl: fields.proxy_url,
  };
});

export const noHttpConfig: HttpConfig = {
  basicAuth: undefined,
  authorization: undefined,
  headers: [],
  tls: noTls,
  proxyUrl: undefined,
};

/** Reads a configuration in Prometheus' own format. Files that it names are beside it, unless their path is absolute. */
export function readHttpConfig(file: TextFile, absolutePath: string): HttpConfigReading {
  const reading = readEntry(file, httpConfig);
  if (!reading.ok) return reading;
  return { ok: true, config: locateFiles(reading.value, dirname(absolutePath)) };
}

function locateFiles(config: HttpConfig, folder: string): HttpConfig {
  const locate = (material: Material): Material =>
    material.from === 'config' ? material : { from: 'file', file: resolve(folder, material.file) };
  const { basicAuth: basic, authorization: header, tls } = config;
  return {
    ...config,
    basicAuth: basic && { username: locate(basic.username), password: locate(basic.password) },
    authorization: header && { ...header, credentials: locate(header.credentials) },
    headers: config.headers.map(({ name, value }) => ({ name, value: locate(value) })),
    tls: { ...tls, ca: tls.ca && locate(tls.ca), cert: tls.cert && locate(tls.cert), key: tls.key && locate(tls.key) },
  };
}

/** What is given as `password` or `password_file`, which exclude each other. */
function one<Key extends string>(
  fields: Readonly<Partial<Record<Key | `${Key}_file`, string | undefined>>>,
  key: Key,
  context: z.core.$RefinementCtx,
): Material | undefined {
  const inline = fields[key];
  const file = fields[`${key}_file`];
  if (inline !== undefined && file !== undefined) return refuse(context, `give one of ${key} and ${key}_file`);
  if (file !== undefined) return { from: 'file', file };
  return inline === undefined ? undefined : { from: 'config', text: inline };
}

function refuse(context: z.core.$RefinementCtx, message: string, path: readonly PropertyKey[] = []): never {
  return refuseUnder(context, 'wrong-setting', message, path);
}
