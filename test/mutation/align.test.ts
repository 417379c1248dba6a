import t from 'tap';
import { align, templateOffset } from './align.ts';

const template = 'sum by (<< labels >>, pod) (\n  a{x="<< value >>"}\n  << more >>\n)';

t.test('an offset in a filled text leads to what it was filled from', async (t) => {
  const filled = 'sum by (cluster, node, pod) (\n  a{x="1"}\n  unless b\n)';
  const stretches = align(template, filled) ?? [];
  const from = (text: string) => template.slice(templateOffset(stretches, filled.indexOf(text)));
  t.match(from('node'), /^<< labels >>/);
  t.match(from('pod)'), /^pod\) \(/);
  t.match(from('1"'), /^<< value >>/);
  t.match(from('unless'), /^<< more >>/);
});

t.test('a placeholder without a value may take its line with it', async (t) => {
  t.ok(align(template, 'sum by (cluster, pod) (\n  a{x="1"}\n)'));
  t.ok(align(template, 'sum by (cluster, pod) (\n  a{x="1"}\n  \n)'));
});

t.test('what was filled from another template does not fit', async (t) => {
  t.equal(align(template, 'max by (cluster, pod) (\n  a{x="1"}\n)'), undefined);
  t.equal(align(template, 'sum by (cluster, pod) (\n  a{x="1"}\n) > 0'), undefined);
  t.equal(align('a', 'a b'), undefined);
});

t.test('a matcher that is written plainly comes from the regular expression of the template', async (t) => {
  t.ok(align('a{b=~"<< c >>", d!~"<< e >>"}', 'a{b="x", d!="y"}'));
  t.ok(align('a{b=~"<< c >>"}', 'a{b=~"x|y"}'));
  t.equal(align('a{b=~"<< c >>"}', 'a{b!="x"}'), undefined);
});
