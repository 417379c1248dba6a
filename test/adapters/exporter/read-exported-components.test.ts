import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { readExportedComponents } from '../../../src/adapters/exporter/read-exported-components.ts';
import { UserError } from '../../../src/app/user-error.ts';

const { signal } = new AbortController();

async function serving(
  answer: (response: ServerResponse) => void,
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { server, address: `http://127.0.0.1:${port}/metrics` };
}

t.test('the components of containers and of nodes, however the answer is cut', async (t) => {
  const text = [
    '# HELP plimsoll_component_info A container.',
    'plimsoll_component_info{namespace="a",pod="component=\\"b\\",",container="c",component="calico-node",version="v1"} 1',
    'plimsoll_component_info{namespace="b",component="calico-node",version=""} 1',
    'plimsoll_node_component_info{node="n",component="k3s",version="v1"} 1',
    'plimsoll_component_instances{component="karpenter",version="1"} 0',
    'plimsoll_known_issue_info{issue="X",component="other"} 1',
    '',
  ].join('\n');
  const { server, address } = await serving((response) => {
    for (const part of text.match(/.{1,40}/gs) ?? []) response.write(part);
    response.end();
  });
  t.teardown(() => server.close());
  t.same([...(await readExportedComponents(address, signal))].sort(), ['calico-node', 'k3s']);
});

for (const [name, answer, message] of [
  ['nothing discovered', (response: ServerResponse) => response.end('up 1\n'), 'it has no series of components'],
  [
    'an error',
    (response: ServerResponse) => {
      response.statusCode = 503;
      response.end('not yet');
    },
    'it answers 503',
  ],
  ['a broken answer', (response: ServerResponse) => response.destroy(), 'the connection broke'],
] as const) {
  t.test(`${name} is told`, async (t) => {
    const { server, address } = await serving(answer);
    t.teardown(() => server.close());
    await t.rejects(readExportedComponents(address, signal), {
      code: 'EXPORTER_UNREADABLE',
      message: new RegExp(`cannot read the components of ${address}: ${message}.*; name the exporter's /metrics`),
    });
  });
}

t.test('a server that is not there is told', async (t) => {
  const { server, address } = await serving(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  await t.rejects(readExportedComponents(address, signal), UserError);
});
