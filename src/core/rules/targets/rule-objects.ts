import { compareText } from '../../text/compare-text.ts';
import { toYaml } from '../../text/to-yaml.ts';
import type { Artefact, RuleFile, RuleGroup } from '../rule-model.ts';
import { generatedHeader } from './generated-header.ts';
import { ruleGroupObject } from './rule-group-object.ts';
import type { Refusal } from './target.ts';

/**
 * The Prometheus operator puts rules into ConfigMaps and refuses an object of more than half of what one holds, 1 MiB
 * (maxConfigMapDataSize in its pkg/prometheus/rules.go).
 */
const mostBytes = 512 * 1024;
/**
 * `kubectl apply` keeps the object as JSON in an annotation, and all annotations together hold 256 KiB (Kubernetes'
 * TotalAnnotationSizeLimitB). What is larger needs server-side apply, so objects end before.
 */
const splitBytes = 250_000;

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly folder: string;
}

export interface ObjectMetadata {
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** One object for each rule file, or several where it would be too large: groups stay whole and in order. */
export function ruleObjects(
  files: readonly RuleFile[],
  { apiVersion, kind, folder }: ObjectKind,
  metadata: ObjectMetadata,
): { readonly artefacts: readonly Artefact[]; readonly refusals: readonly Refusal[] } {
  const artefacts: Artefact[] = [];
  const refusals: Refusal[] = [];
  for (const file of files) {
    for (const [index, groups] of partsOf(file.groups).entries()) {
      const name = index === 0 ? file.name : `${file.name}-part${index + 1}`;
      const object = {
        apiVersion,
        kind,
        metadata: objectMetadata(`plimsoll-${name}`, metadata),
        spec: { groups: groups.map(ruleGroupObject) },
      };
      const text = generatedHeader + toYaml(object);
      artefacts.push({ path: `${folder}/${name}.yaml`, text });
      if (bytesOf(text) >= mostBytes) refusals.push(tooLarge(kind, groups));
    }
  }
  return { artefacts, refusals };
}

export function objectMetadata(name: string, { namespace, labels }: ObjectMetadata): object {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { 'app.kubernetes.io/name': 'plimsoll', ...labels },
  };
}

/** Groups that go into one object each: as many as fit, at least one. */
function partsOf(groups: readonly RuleGroup[]): readonly (readonly RuleGroup[])[] {
  const parts: RuleGroup[][] = [];
  let bytes = splitBytes;
  for (const group of groups) {
    const more = bytesOf(JSON.stringify(ruleGroupObject(group)));
    if (bytes + more >= splitBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(group);
    bytes += more;
  }
  return parts;
}

/** An object of several groups is never near the limit, so the first group is the one. */
function tooLarge(kind: string, groups: readonly RuleGroup[]): Refusal {
  return {
    problem: `the group ${groups[0]?.name} alone makes a ${kind} of more than the 512 KiB that the operator takes`,
    remedy: 'generate it for fewer components, or as a rule file with --target prometheus',
  };
}

/** `kubectl apply -k` takes the folder as one. */
export function kustomization(folder: string, resources: readonly Artefact[]): Artefact {
  const names = resources.map(({ path }) => path.slice(folder.length + 1)).sort(compareText);
  const object = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: names };
  return { path: `${folder}/kustomization.yaml`, text: generatedHeader + toYaml(object) };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
