import { z } from 'zod';

/**
 * OSV 1.7.5 as far as an export may use it: validation/schema.json of ossf/osv-schema with what the text of the format
 * asks for besides. Stricter in that keys nobody defines are refused everywhere but in `database_specific`, and that
 * `severity` and `credits`, which the catalog cannot fill, are refused as well.
 */

const prefixes =
  'ASB-A|PUB-A|ALPINE|ALSA|ALBA|ALEA|AZL|BELL|BIT|CGA|CLEANSTART|CLSA|CURL|CVE|DEBIAN|DHI|DRUPAL|DSA|DLA|ELA|DTSA|ECHO|EEF|FreeBSD|GHSA|GO|GSD|HSEC|JLSEC|KUBE|LBSEC|LSN|MAL|MINI|MGASA|OESA|OSEC|OSV|openSUSE-SU|PHSA|PSF|PYSEC|RHBA|RHEA|RHSA|RLSA|RXSA|RSEC|ROOT|RUSTSEC|SUSE-[SRFO]U|UBUNTU|USN|V8';
/** The schema leaves open what follows; an id of ours has a database and an entry, and is a file name. */
const id = z
  .string()
  .regex(new RegExp(`^(x_|(${prefixes})-)`))
  .regex(/^[A-Za-z0-9_.-]+-[A-Za-z0-9_.-]+$/);

const ecosystems =
  'AlmaLinux|Alpaquita|Alpine|Android|Azure Linux|BellSoft Hardened Containers|Bioconductor|Bitnami|Chainguard|CleanStart|ConanCenter|CRAN|crates\\.io|Debian|Docker Hardened Images|Echo|FreeBSD|GHC|GitHub Actions|Go|Hackage|Hex|Julia|Kubernetes|Linux|Mageia|Maven|MinimOS|npm|NuGet|opam|openEuler|openSUSE|OSS-Fuzz|Packagist|Photon OS|Pub|PyPI|Red Hat|Rocky Linux|Root|RubyGems|SUSE|SwiftURL|TuxCare|Ubuntu|VSCode|Wolfi|GIT';
const ecosystem = z.string().regex(new RegExp(`^(${ecosystems})(:.+)?$`));

/** RFC 3339 in UTC, with a Z; a day that does not exist is refused too. */
const timestamp = z.iso.datetime({ offset: false, local: false });
const text = z.string().min(1);
const free = z.record(z.string(), z.unknown());

const event = z.union([
  z.strictObject({ introduced: text }),
  z.strictObject({ fixed: text }),
  z.strictObject({ last_affected: text }),
  z.strictObject({ limit: text }),
]);
export type OsvEvent = z.output<typeof event>;

const commit = /^(0|[a-f0-9]{40}|[a-f0-9]{64})$/;

const range = z
  .strictObject({
    type: z.enum(['GIT', 'SEMVER', 'ECOSYSTEM']),
    repo: z.url().optional(),
    events: z.array(event).min(1),
    database_specific: free.optional(),
  })
  .refine(({ events }) => events.some((one) => 'introduced' in one), 'no introduced event')
  .refine(
    ({ events }) => !(events.some((one) => 'fixed' in one) && events.some((one) => 'last_affected' in one)),
    'fixed and last_affected in one range',
  )
  .refine(({ type, repo }) => type !== 'GIT' || repo !== undefined, 'a GIT range needs its repository')
  .refine(
    ({ type, events }) => type !== 'GIT' || events.flatMap(Object.values).every((one) => commit.test(one)),
    'a GIT range holds full commit hashes',
  );
export type OsvRange = z.output<typeof range>;

const affected = z.strictObject({
  package: z.strictObject({ ecosystem, name: text, purl: z.string().startsWith('pkg:').optional() }),
  ranges: z.array(range).min(1).optional(),
  versions: z.array(text).min(1).optional(),
  ecosystem_specific: free.optional(),
  database_specific: free.optional(),
});
export type OsvAffected = z.output<typeof affected>;

export const osvSchema = z.strictObject({
  schema_version: z.literal('1.7.5'),
  id,
  modified: timestamp,
  published: timestamp.optional(),
  withdrawn: timestamp.optional(),
  aliases: z.array(id).min(1).optional(),
  upstream: z.array(id).min(1).optional(),
  related: z.array(id).min(1).optional(),
  /** Plain text of one line, "no more than 120 characters". */
  summary: text.max(120).regex(/^.+$/),
  details: text,
  affected: z.array(affected).min(1),
  references: z
    .array(
      z.strictObject({
        type: z.enum([
          'ADVISORY',
          'ARTICLE',
          'DETECTION',
          'DISCUSSION',
          'REPORT',
          'FIX',
          'INTRODUCED',
          'GIT',
          'PACKAGE',
          'EVIDENCE',
          'WEB',
        ]),
        url: z.url(),
      }),
    )
    .min(1),
  database_specific: free,
});
export type OsvDocument = z.output<typeof osvSchema>;
