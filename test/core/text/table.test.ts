import t from 'tap';
import { renderTable } from '../../../src/core/text/table.ts';

t.test('columns are as wide as their widest cell, and no line ends in blanks', async (t) => {
  const rows = [
    ['COMPONENT', 'VERSION', 'WHY'],
    ['k3s', 'v1.31.6+k3s1', ''],
    ['calico-node', 'v3', 'fixed'],
  ];
  t.equal(
    renderTable(rows),
    'COMPONENT    VERSION       WHY\nk3s          v1.31.6+k3s1\ncalico-node  v3            fixed\n',
  );
});
