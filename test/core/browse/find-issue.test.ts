import t from 'tap';
import { findIssue } from '../../../src/core/browse/find-issue.ts';
import { aCatalog, anIssue } from './widget-issues.ts';

const catalog = aCatalog([
  anIssue({ id: 'WIDGET-12', aliases: ['acme/widget#12', 'acme/widget#13'] }),
  anIssue({ id: 'WIDGET-140', withdrawn: '2026-02-01' }),
  anIssue({ id: 'BIG-GADGET-7', aliases: ['GHSA-aaaa-bbbb-cccc'] }),
]);

for (const [written, id] of [
  ['WIDGET-12', 'WIDGET-12'],
  ['widget-12', 'WIDGET-12'],
  [' WIDGET-12 ', 'WIDGET-12'],
  ['acme/widget#13', 'WIDGET-12'],
  ['Acme/Widget#13', 'WIDGET-12'],
  ['https://github.com/acme/widget/issues/13', 'WIDGET-12'],
  ['https://github.com/acme/widget/pull/12#issuecomment-1', 'WIDGET-12'],
  ['ghsa-AAAA-bbbb-cccc', 'BIG-GADGET-7'],
  ['WIDGET-140', 'WIDGET-140'],
] as const) {
  t.test(`${JSON.stringify(written)} is ${id}`, async (t) => {
    t.match(findIssue(catalog, written), { ok: true, issue: { id } });
  });
}

for (const [written, meant] of [
  ['WIDGET-141', ['WIDGET-140']],
  ['WIGDET-12', ['WIDGET-12']],
  ['widget', ['WIDGET-12', 'WIDGET-140']],
  ['gadget', ['BIG-GADGET-7']],
  ['something else', []],
  ['', []],
] as const) {
  t.test(
    `${JSON.stringify(written)} is none, and probably meant ${meant.join(' or ') || 'nothing here'}`,
    async (t) => {
      t.strictSame(findIssue(catalog, written), { ok: false, meant });
    },
  );
}
