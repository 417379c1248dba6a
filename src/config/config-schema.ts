import { z } from 'zod';
import { configEntry } from './config-entry.ts';

/** What editors take from the `yaml-language-server` comment of a configuration: a JSON Schema (draft-7). */
export interface ConfigSchema {
  readonly path: string;
  readonly text: string;
}

/**
 * Made of the same entry that reads the file. What needs more than one value (whether an issue is in the catalog, whether
 * two times contradict each other, whether a waiver has expired) only reading can tell.
 */
export function configSchema(): ConfigSchema {
  const entry = configEntry({ catalog: undefined, now: 0, clusterLabel: '' });
  const schema = z.toJSONSchema(entry, { target: 'draft-7', io: 'input' });
  const titled = { title: 'Configuration of plimsoll generate', ...schema };
  return { path: 'plimsoll.schema.json', text: `${JSON.stringify(titled, undefined, 2)}\n` };
}
