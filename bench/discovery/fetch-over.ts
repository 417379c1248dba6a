import { type Agent, get } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly milliseconds: number;
}

export function fetchOver(agent: Agent, url: string): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks),
          milliseconds: performance.now() - began,
        }),
      );
    }).once('error', reject);
  });
}
