import type { YamlDocument } from '../text/yaml-document.ts';

/** Where each record stands, by its id. */
export interface CatalogSources {
  readonly components: ReadonlyMap<string, Source>;
  readonly issues: ReadonlyMap<string, Source>;
}

export interface Source {
  readonly file: string;
  readonly locate: YamlDocument['locate'];
}
