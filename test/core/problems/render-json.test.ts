import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { renderJson } from '../../../src/core/problems/render-json.ts';
import { anyProblems } from './any-problem.ts';

const counts = { issues: 5, components: 7, distributions: 3 };

t.test('no problems are an empty list', async (t) => {
  t.equal(
    renderJson([], counts),
    `{
  "problems": [],
  "counts": {
    "issues": 5,
    "components": 7,
    "distributions": 3
  }
}
`,
  );
});

t.test('a problem has five keys, in an order of its own', async (t) => {
  const problem = { message: 'unknown key "x"', rule: 'unknown-key', column: 7, line: 3, file: 'x.yaml', inner: true };
  t.match(
    renderJson([problem], counts),
    `{
  "problems": [
    {
      "file": "x.yaml",
      "line": 3,
      "column": 7,
      "rule": "unknown-key",
      "message": "unknown key \\"x\\""
    }
  ],
`,
  );
});

t.test('whatever a message or a path holds, it reads as itself again', async () => {
  fc.assert(
    fc.property(anyProblems, (problems) =>
      isDeepStrictEqual(JSON.parse(renderJson(problems, counts)), { problems, counts }),
    ),
  );
});
