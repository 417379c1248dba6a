import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { loadCatalog } from '../../../src/app/load-catalog.ts';
import type { Problem } from '../../../src/core/text/problem.ts';
import { aCatalogFolder, catalogFile, rightComponent, rightIssue } from '../../support/catalogs.ts';

const read = (path: string) => readFileSync(new URL(`../../../catalog/${path}`, import.meta.url), 'utf8');

/** Between them they use most keys of the format. */
const seeds = [
  ['components/widget.yaml', rightComponent],
  ['components/rke2.yaml', read('components/rke2.yaml')],
  ['issues/widget/WIDGET-1.yaml', rightIssue],
  ['issues/calico/CALICO-8856.yaml', read('issues/calico/CALICO-8856.yaml')],
  ['issues/k3s/K3S-13574.yaml', read('issues/k3s/K3S-13574.yaml')],
  ['issues/karpenter/KARPENTER-7986.yaml', read('issues/karpenter/KARPENTER-7986.yaml')],
  ['releases/talos.yaml', read('releases/talos.yaml')],
] as const;
const components = ['calico-node', 'k3s', 'rke2', 'karpenter', 'coredns', 'etcd', 'flannel', 'kubelet'].map((id) =>
  catalogFile(`components/${id}.yaml`, read(`components/${id}.yaml`)),
);

const values = fc.constantFrom(
  '',
  '1',
  '1.20',
  '"v1.0.0"',
  '"0"',
  'null',
  'true',
  '[]',
  '{}',
  '[a, b]',
  '{a: b}',
  '-1',
  '~',
);

type Slip = (lines: readonly string[], at: number) => readonly string[];
const slips: fc.Arbitrary<Slip> = fc.oneof(
  fc.constant<Slip>((lines, at) => lines.toSpliced(at, 1)),
  fc.constant<Slip>((lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  fc.constant<Slip>((lines, at) => lines.toSpliced(at, 1, `  ${lines[at]}`)),
  values.map<Slip>((value) => (lines, at) => lines.with(at, (lines[at] ?? '').replace(/:.*$/, `: ${value}`))),
  values.map<Slip>(
    (value) => (lines, at) => lines.with(at, (lines[at] ?? '').replace(/: [^,{}]*([,}])/, `: ${value}$1`)),
  ),
);

t.test(
  'whatever slips into a file, there is a problem with a place in it or nothing wrong, never a crash',
  async () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(slips, fc.nat()), { minLength: 1, maxLength: 3 }),
        (seed, all) => {
          const [path, text] = seed;
          let lines: readonly string[] = text.split('\n');
          for (const [slip, place] of all) lines = slip(lines, place % lines.length);
          const files = [...components, ...aCatalogFolder(), catalogFile(path, lines.join('\n'))];
          const { problems } = loadCatalog([
            files.filter((file, index) => files.findLastIndex((other) => other.path === file.path) === index),
          ]);
          const isWrong = ({ file, line, column, message }: Problem) =>
            line < 1 ||
            column < 1 ||
            (file === `my/${path}` && line > lines.length) ||
            /undefined|NaN|\[object/.test(message);
          if (problems.some(isWrong)) throw new Error(JSON.stringify(problems.filter(isWrong)));
        },
      ),
      { numRuns: 2_000 },
    );
  },
);
