import t from 'tap';
import { renderFamily } from '../../../src/core/metrics/exposition.ts';

const family = { name: 'x', type: 'gauge', help: 'Help.', labels: ['a'], stability: 'stable' } as const;

t.test('label values are escaped as the text format asks', async (t) => {
  const samples = [{ labels: { a: 'back\\slash "quoted"\nline' }, value: 1 }];
  t.equal(
    renderFamily(family, samples, 'cluster'),
    '# HELP x Help.\n# TYPE x gauge\nx{a="back\\\\slash \\"quoted\\"\\nline"} 1\n',
  );
});

t.test('a family without samples has its head', async (t) => {
  t.equal(renderFamily(family, [], 'cluster'), '# HELP x Help.\n# TYPE x gauge\n');
});
