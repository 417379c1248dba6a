import t from 'tap';
import { type VersionSchemeId, versionSchemes } from '../../../src/core/versions/schemes.ts';
import { readCorpus } from '../../support/corpus.ts';

/** Tags and `uname -r` lines of public projects, and the version that each scheme reads there; a dash where it must read none. */
const rows = readCorpus('version-tags.tsv');

t.test('version texts of public projects are read as they are meant', async (t) => {
  t.ok(rows.length >= 200);
  for (const [scheme = '', tag = '', version] of rows) {
    t.ok(Object.hasOwn(versionSchemes, scheme), scheme);
    t.equal(versionSchemes[scheme as VersionSchemeId].parse(tag)?.text ?? '-', version, `${scheme} ${tag}`);
  }
});
