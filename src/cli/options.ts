import type { Command } from 'commander';
import { UserError } from '../app/user-error.ts';
import { type ListenAddress, parseListenAddress } from '../config/listen-address.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';
import type { PrometheusOptions } from './prometheus-options.ts';

/** Where the inventory comes from, as several commands take it. */
export interface SourceOptions extends PrometheusOptions {
  readonly source?: string;
  readonly inventory?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespaces?: string;
}

/** Where an inventory can come from. */
export const sources = ['kubernetes', 'files', 'prometheus'] as const;
export type Source = (typeof sources)[number];

/** Said wherever some namespaces are all that is read. */
export const partialView =
  'not all namespaces are read: what runs in the others is left out, and conditions on it stay unknown';

export function addSourceOptions(command: Command): Command {
  return command
    .option('--inventory <file>', 'read what kubectl get -o json wrote; - is stdin (repeatable)', collect)
    .option(
      '--kubeconfig <file>',
      'read the cluster that this kubeconfig names (default: KUBECONFIG, this pod, ~/.kube/config)',
    )
    .option('--context <name>', 'read the cluster of this context')
    .option(
      '--namespaces <names>',
      'read only these namespaces, with commas between them, for want of a right to read all',
    )
    .option('--source <kind>', `where to read from: ${joinWords(sources, 'or')} (default: as the other options tell)`)
    .option('--prometheus-url <url>', 'with --source prometheus: where it answers, before /api/v1')
    .option('--prometheus-config <file>', "credentials and TLS for it, in the format of Prometheus' http_config")
    .option('--prometheus-tenant <id>', 'the tenant to ask for, of Mimir or Cortex')
    .option('--cluster-label <name>', 'the label of its series that tells clusters apart')
    .option('--cluster <name>', 'read only this cluster of them (repeatable)', collect);
}

/** The names between the commas, each of which a namespace may have. */
export function requireNamespaces(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isNamespace(name));
  if (wrong === undefined) return [...new Set(names)];
  throw new UserError(
    'USAGE',
    wrong === '' ? '--namespaces has an empty name' : `--namespaces has "${wrong}", which no namespace is called`,
    'write --namespaces kube-system,monitoring',
  );
}

/** A DNS label: kubernetes.io/docs/concepts/overview/working-with-objects/names. */
function isNamespace(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

export interface CatalogOptions {
  readonly catalog?: readonly string[];
  readonly builtInCatalog?: boolean;
}

export function addCatalogOptions(command: Command): Command {
  return addBuiltInCatalogOption(
    command.option('--catalog <folder>', 'your own catalog on top of the built-in one (repeatable)', collect),
  );
}

export function addBuiltInCatalogOption(command: Command): Command {
  return command.option('--no-built-in-catalog', 'use only catalogs of your own');
}

/** The value of an option that takes one of a few words. */
export function requireChoice<const Choice extends string>(
  option: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  const meant = nearestWord(value, choices);
  throw new UserError(
    'USAGE',
    `there is no ${option} "${value}"`,
    meant ? `did you mean ${meant}?` : `use ${joinWords(choices, 'or')}`,
  );
}

/** For an option that may be given more than once. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

export function requireListenAddress(text: string): ListenAddress {
  const address = parseListenAddress(text);
  if (address) return address;
  throw new UserError(
    'USAGE',
    `"${text}" is no address to listen on`,
    'write --listen 127.0.0.1:9848, or :9848 for every address',
  );
}
