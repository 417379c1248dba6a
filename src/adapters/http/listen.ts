import type { FastifyInstance } from 'fastify';
import { UserError } from '../../app/user-error.ts';

export interface ListenTarget {
  /** `undefined` listens on every address. */
  readonly host: string | undefined;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** Opens the port and gives the address to reach it by: `http://127.0.0.1:9848`. */
export async function listen(server: FastifyInstance, { host, port }: ListenTarget): Promise<string> {
  try {
    if (host !== undefined) return await server.listen({ host, port });
    // `::` takes IPv4 as well; a machine without IPv6 refuses it.
    return await server.listen({ host: '::', port }).catch((error) => {
      if (codeOf(error) !== 'EAFNOSUPPORT' && codeOf(error) !== 'EADDRNOTAVAIL') throw error;
      return server.listen({ host: '0.0.0.0', port });
    });
  } catch (cause) {
    const reason = listenReasons[codeOf(cause) ?? ''];
    if (reason === undefined) throw cause;
    throw new UserError(
      'ADDRESS_UNUSABLE',
      `cannot listen on ${host ?? ''}:${port}: ${reason}`,
      'choose another address with --listen',
      {
        cause,
      },
    );
  }
}

const listenReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses the port',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host name has no address',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
