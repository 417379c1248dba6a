import fc from 'fast-check';
import t from 'tap';
import { locateArtifact } from '../../../src/core/problems/artifact-location.ts';
import { anyPath } from './any-problem.ts';

const inside = { uriBaseId: '%SRCROOT%' };

const files: readonly (readonly [file: string, cwd: string, uri: string, isInside: boolean, because: string])[] = [
  ['catalog/issues/x.yaml', '/repo', 'catalog/issues/x.yaml', true, 'what is inside is relative'],
  ['/repo/catalog/x.yaml', '/repo', 'catalog/x.yaml', true, 'also when it is named in full'],
  ['../repo/x.yaml', '/repo', 'x.yaml', true, 'also when it is named on a detour'],
  ['x.yaml', '/', 'x.yaml', true, 'everything is inside the root'],
  ['a/./b//../x.yaml', '/repo/', 'a/x.yaml', true, 'dots and doubled slashes are resolved'],
  ['../other/x.yaml', '/home/work', 'file:///home/other/x.yaml', false, 'readers may not resolve dots'],
  ['../../../x.yaml', '/repo', 'file:///x.yaml', false, 'nothing is above the root'],
  ['/etc/x.yaml', '/repo', 'file:///etc/x.yaml', false, 'what is elsewhere is absolute'],
  ['/reports/x.yaml', '/rep', 'file:///reports/x.yaml', false, 'a folder is more than the beginning of a name'],
  ['50 % é#?.yaml', '/repo', '50%20%25%20%C3%A9%23%3F.yaml', true, 'a URI holds ASCII'],
  ['c:x.yaml', '/repo', 'c%3Ax.yaml', true, 'a colon would make a scheme of what is before it'],
  ['a\\b.yaml', '/repo', 'a%5Cb.yaml', true, 'on Linux a backslash belongs to the name'],
  ['catalog\\x.yaml', 'C:\\work', 'catalog/x.yaml', true, 'on Windows it divides'],
  ['C:\\work\\catalog\\x.yaml', 'C:\\work', 'catalog/x.yaml', true, 'on Windows too'],
  ['..\\x.yaml', 'C:\\work', 'file:///C:/x.yaml', false, 'a drive keeps its colon'],
  ['D:\\x y.yaml', 'C:\\work', 'file:///D:/x%20y.yaml', false, 'another drive is elsewhere'],
  ['\\\\server\\share\\x.yaml', 'C:\\work', 'file://server/share/x.yaml', false, 'a network path names its host'],
];

for (const [file, workingDirectory, uri, isInside, because] of files) {
  t.test(`${file} from ${workingDirectory} is ${uri}: ${because}`, async (t) => {
    t.same(locateArtifact(file, workingDirectory), isInside ? { uri, ...inside } : { uri });
  });
}

t.test('a URI is one, and decodes to the path', async () => {
  fc.assert(
    fc.property(anyPath, (path) => {
      const { uri, uriBaseId } = locateArtifact(path, '/home/some one/repo');
      const absolute = uriBaseId === undefined ? uri : `file:///home/some%20one/repo/${uri}`;
      const named = path.startsWith('/') ? path : `/home/some one/repo/${path}`;
      return (
        /^[\w.~!'()*%:/-]+$/.test(uri) &&
        (uriBaseId === undefined) === uri.startsWith('file:///') &&
        decodeURIComponent(absolute.slice('file://'.length)) === withoutDots(named).toWellFormed()
      );
    }),
    { numRuns: 1_000 },
  );
});

function withoutDots(path: string): string {
  return path.replace(/\/some one\/repo\/\.\.\/\.\.\//, '/').replace(/\/repo\/\.\.\//, '/');
}
