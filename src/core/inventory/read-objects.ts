import { loadAll, YAMLException } from 'js-yaml';
import { z } from 'zod';
import type { WantedFacts } from '../catalog/catalog.ts';
import type { NodeFacts } from './inventory.ts';
import { cutNode, cutPod, cutReplicaSet, type PodObject, type ReplicaSetObject } from './kubernetes-objects.ts';
import { objectOf } from './raw-object.ts';
import { readRecordedFacts } from './recorded-facts.ts';

export interface ReadObjects {
  readonly nodes: readonly NodeFacts[];
  readonly pods: readonly PodObject[];
  readonly replicaSets: readonly ReplicaSetObject[];
  /** Unless a recording says that its source did not see all pods. */
  readonly seesAllPods: boolean;
}

export type ObjectsReading =
  | { readonly ok: true; readonly objects: ReadObjects }
  /** A clause that goes on from the file's name, with `:line:column` first where there is a place. */
  | { readonly ok: false; readonly message: string };

const kubernetesObject = z.looseObject({ kind: z.string() });
const objectList = z.looseObject({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

/** Reads what `kubectl get … -o json` or `-o yaml` prints: a List, typed lists, single objects, several documents. */
export function readObjects(text: string, wanted: WantedFacts): ObjectsReading {
  const parsed = parseDocuments(text);
  if (!parsed.ok) return parsed;
  const objects = parsed.documents.flatMap((document) => flatten(document));
  const nodes = objects.flatMap(({ kind, raw }) => (kind === 'Node' ? (cutNode(raw, wanted) ?? []) : []));
  const pods = objects.flatMap(({ kind, raw }) => (kind === 'Pod' ? (cutPod(raw, wanted) ?? []) : []));
  const replicaSets = objects.flatMap(({ kind, raw }) => (kind === 'ReplicaSet' ? (cutReplicaSet(raw) ?? []) : []));
  return { ok: true, objects: { nodes, pods, replicaSets, seesAllPods: parsed.documents.every(showsAllPods) } };
}

/** A recording is one list, which nobody has a reason to put into another. */
function showsAllPods(document: unknown): boolean {
  return !readRecordedFacts(objectOf(objectOf(document)['metadata'])['annotations']).unseenPods;
}

type ParsedDocuments =
  | { readonly ok: true; readonly documents: readonly unknown[] }
  | { readonly ok: false; readonly message: string };

/** JSON first, as it is far faster to read and is what large clusters are recorded in. */
function parseDocuments(text: string): ParsedDocuments {
  if (text.trim() === '') return { ok: false, message: ' is empty' };
  try {
    return { ok: true, documents: [JSON.parse(text)] };
  } catch {
    return parseYaml(text); // what is not JSON may be YAML
  }
}

function parseYaml(text: string): ParsedDocuments {
  try {
    const documents = loadAll(text, { maxAliases: 0 }).filter((document) => document != null);
    return documents.length === 0 ? { ok: false, message: ' is empty' } : { ok: true, documents };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = error.mark ? `:${error.mark.line + 1}:${error.mark.column + 1}` : '';
    return { ok: false, message: `${place} is neither JSON nor YAML: ${error.reason}` };
  }
}

interface KindedObject {
  readonly kind: string;
  readonly raw: unknown;
}

/** The items of a typed list (`PodList`) need not say their kind. */
function flatten(document: unknown, kindOfItem?: string): readonly KindedObject[] {
  const list = objectList.safeParse(document);
  if (list.success) {
    const kind = list.data.kind.slice(0, -'List'.length);
    return list.data.items.flatMap((item) => flatten(item, kind === '' ? undefined : kind));
  }
  const single = kubernetesObject.safeParse(document);
  const kind = single.success ? single.data.kind : kindOfItem;
  return kind === undefined ? [] : [{ kind, raw: document }];
}
